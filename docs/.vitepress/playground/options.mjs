// The options of each operator in the playground; schedulers, signals, functions and jitter are left out.
const number = (min, max, unit, isRequired) => (path) => ({
  ...{ path, min, max, unit, isRequired, kind: 'number' },
  parse: (text) => {
    const value = Number(text);
    return text !== '' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : undefined;
  },
});
const ms = number(0, 40, 'ms', false);
const neededMs = number(1, 40, 'ms', true);
const count = number(1, 100, '', false);
const neededCount = number(1, 100, '', true);
const retries = number(0, 100, '', false);

const choice = (path, choices, isRequired = false) => ({
  ...{ path, choices, isRequired, kind: 'choice' },
  parse: (text) => (choices.includes(text) ? text : undefined),
});
const flag = (path) => ({
  ...{ path, isRequired: false, kind: 'flag' },
  parse: (text) => (text === 'true' ? true : undefined),
});

const overflows = ['drop-oldest', 'drop-newest', 'error'];

/** By the operator's name; the others have no such options. */
const byOperator = {
  debounceConnectionState: [
    ...['online', 'offline', 'unknown', 'maxWait'].map(ms),
    flag('debounceFirst'),
  ],
  mergeConnectionStates: [
    choice('overall', ['all', 'any', 'quorum']),
    ms('retry.delay'),
    retries('retry.count'),
  ],
  shareConnectionState: [ms('lingerMs')],
  waitForOnline: [ms('timeout')],
  bufferWhileOffline: [
    neededCount('maxSize'),
    choice('overflow', overflows, true),
    count('flushConcurrency'),
  ],
  retryWhenOnline: [retries('count'), ms('backoff')],
  detectFlapping: [neededMs('window'), neededCount('transitions'), neededMs('settle')],
  connectionUptime: [neededMs('window'), number(1, 40, 'ms', false)('every')],
  toAsyncIterable: [count('maxBuffered'), choice('overflow', overflows)],
};

export const fieldsOf = (operator) => byOperator[operator] ?? [];
