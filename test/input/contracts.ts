import fc from 'fast-check';
import { NEVER, of } from 'rxjs';
import {
  anything,
  callable,
  count,
  flag,
  integer,
  isObject,
  type Kind,
  milliseconds,
  named,
  nullable,
  oneOf,
  optional,
  options,
  profile,
  scheduler,
  signal,
  source,
  state,
  text,
} from './kinds.js';
import * as refused from './refused.js';

/** The options of each public function, and the arguments that have a shape of their own. */

export const backend = oneOf(
  ['embedded', 'auto', 'bridge', 'msmapi', 'automation'],
  refused.noBackend,
);

const accessFields = {
  // The others would ask for whoever is at this user's place.
  backend: optional({ ...backend, fine: fc.constant('embedded') }),
  ref: optional(flag),
  timeout: optional(milliseconds(1)),
};

export const accessOptions = optional(nullable(options(accessFields)));
export const sourceOptions = optional(
  nullable(
    options({
      ...accessFields,
      account: optional(profile),
      pollInterval: optional(milliseconds(250)),
    }),
  ),
);

export const setOptions = optional(
  nullable(options({ wait: optional(flag), signal: optional(signal) })),
);

export const errorDetails = named(
  'details',
  options({
    code: text,
    operation: text,
    hresult: optional(integer(0, 2 ** 32 - 1, refused.noHresult)),
    profile: optional(text),
    account: optional(text),
    cause: anything,
  }),
);

const overflow = oneOf(['drop-oldest', 'drop-newest', 'error'], refused.noOverflow);
const infinite = (least: number): Kind => {
  const { fine, accepts, ...rest } = count(least);
  return {
    ...rest,
    fine: fc.oneof(fine, fc.constant(Infinity)),
    accepts: (value) => value === Infinity || accepts(value),
  };
};
const timed = { scheduler: optional(scheduler) };
const delay = optional(milliseconds(0));

export const bufferOptions = options({
  maxSize: count(1),
  overflow,
  flushConcurrency: optional(infinite(1)),
  ...timed,
});
const period = milliseconds(1, refused.noPeriod);
export const uptimeOptions = options({
  window: period,
  every: optional(period),
  ...timed,
});
export const debounceOptions = options({
  online: delay,
  offline: delay,
  unknown: delay,
  maxWait: delay,
  debounceFirst: optional(flag),
  ...timed,
});
export const flappingOptions = options({
  window: milliseconds(0),
  transitions: count(1),
  settle: milliseconds(0),
  ...timed,
});
export const iterableOptions = optional(
  options({
    signal: optional(signal),
    maxBuffered: optional(infinite(1)),
    overflow: optional(overflow),
  }),
);
export const sharingOptions = optional(options({ lingerMs: delay, ...timed }));
export const waitOptions = optional(
  options({ timeout: delay, signal: optional(signal), ...timed }),
);
export const durationOptions = optional(options(timed));

const either = (one: Kind, other: Kind, refuses = one.refuses): Kind => ({
  refuses,
  fine: fc.oneof(one.fine, other.fine),
  accepts: (value) => one.accepts(value) || other.accepts(value),
});

export const retryOptions = optional(
  options({
    count: optional(infinite(0)),
    backoff: optional(
      either(
        milliseconds(0),
        callable(() => 5),
      ),
    ),
    jitter: optional({
      fine: fc.constantFrom(0, 0.5, 1),
      accepts: (value) => typeof value === 'number' && value >= 0 && value <= 1,
      refuses: refused.noShare,
    }),
    ...timed,
  }),
);

export const mergeOptions = optional(
  options({
    overall: optional(
      either(
        oneOf(['all', 'any', 'quorum']),
        callable(() => 'one'),
        refused.noPolicy,
      ),
    ),
    retry: optional(
      options({
        count: optional(infinite(0)),
        delay: optional(
          either(
            milliseconds(0),
            callable(() => NEVER),
            refused.noRetryDelay,
          ),
        ),
        resetOnSuccess: optional(flag),
      }),
    ),
    ...timed,
  }),
);

const pushing = ['subscribe', '@@observable', 'then', 'getReader', Symbol.asyncIterator];

/** A set of accounts, or what will tell of some: that is looked at when it comes. */
export const accounts: Kind = {
  name: 'accounts',
  refuses: refused.noAccounts,
  fine: fc.constantFrom<unknown>(
    {},
    { a: NEVER, b: of('online') },
    new Map([['a', of('offline')]]),
    [['a', ['online']]],
    of({ a: of('unknown') }),
  ),
  accepts: (value) => {
    if (!isObject(value)) return false;
    if (pushing.some((mark) => typeof value[mark] === 'function')) return true;
    if (!(Symbol.iterator in value)) return Object.values(value).every(source.accepts);
    const pairs = [...(value as unknown as Iterable<unknown>)];
    const names = pairs.map((pair) => (Array.isArray(pair) ? (pair[0] as unknown) : undefined));
    const isPair = (pair: unknown) =>
      Array.isArray(pair) && pair.length === 2 && source.accepts(pair[1]);
    return pairs.every(isPair) && new Set(names).size === pairs.length;
  },
};

/** Those of the embedded Outlook that the functions are tried on. */
export const ownProfile = named('profile', oneOf(['Work', 'Home'], refused.noProfileOfThese));
export const ownAccount = named('account', oneOf(['alice'], refused.noAccountOfThese));
export const accountOptions = optional(
  nullable(
    options({
      type: optional(
        oneOf(['exchange', 'imap', 'pop3', 'http', 'eas', 'other'], refused.noAccountType),
      ),
    }),
  ),
);
const calls = [
  'open',
  'getCapabilities',
  'advise',
  'unadvise',
  'getCurrentState',
  'setCurrentState',
  'listAccounts',
  'change',
];
export const ownCalls = named('call', oneOf(calls, refused.noCall));
export const ulong = integer(0, 2 ** 32 - 1);
export const capabilities = named('capabilities', options({ online: flag, offline: flag }));
export const floodOptions = optional(
  options({
    changes: optional(integer(0, Number.MAX_SAFE_INTEGER)),
    threads: optional({ ...integer(1, 64), fine: fc.integer({ min: 1, max: 4 }) }),
  }),
);
export const notification = named(
  'notification',
  options({
    type: ulong,
    mask: optional(ulong),
    previous: ulong,
    current: ulong,
    size: optional(ulong),
  }),
);
/** A failure, signed or not. */
export const hresult: Kind = {
  name: 'hresult',
  refuses: refused.noFailure,
  fine: fc.constantFrom(0x8004_010f, -0x7fff_bffb, 0xffff_ffff),
  accepts: (value) =>
    Number.isInteger(value) &&
    (((value as number) >= 2 ** 31 && (value as number) < 2 ** 32) ||
      ((value as number) < 0 && (value as number) >= -(2 ** 31))),
};

const array = (item: Kind, refuses: Kind['refuses']): Kind => ({
  refuses,
  fine: fc.array(item.fine, { maxLength: 3 }),
  accepts: (value) => Array.isArray(value) && Array.from(value).every(item.accepts),
});

export const steps = named(
  'steps',
  array(options({ at: delay, profile: ownProfile, state }), refused.noSteps),
);

const someNames = array(profile, refused.noProfiles);
export const outlookOptions = options({
  profiles: {
    ...someNames,
    fine: fc.oneof(
      fc.subarray(['North', 'South', '__proto__', 'x'.repeat(2 ** 20)]),
      fc.constantFrom({}, { North: [] }, { North: ['alice', 'alice'], South: ['team'] }),
    ),
    accepts: (value) => {
      if (Array.isArray(value)) {
        return someNames.accepts(value) && new Set(value).size === value.length;
      }
      return (
        isObject(value) &&
        Object.entries(value).every(
          ([name, accounts]) => profile.accepts(name) && someNames.accepts(accounts),
        )
      );
    },
  },
  shared: optional(flag),
});
