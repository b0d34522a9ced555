import { NEVER } from 'rxjs';

/** A wrong value, and what the TypeError says of it. */
export interface Refused {
  readonly value: unknown;
  readonly code: 'ERR_INVALID_ARG_TYPE' | 'ERR_INVALID_ARG_VALUE';
  /** What the argument must be, and what was received. */
  readonly words: string;
  /** What the message calls it, where the fault is in a part of the argument. */
  readonly as?: string;
}

type Given = readonly [value: unknown, received: string, as?: string];

const refusing =
  (code: Refused['code']) =>
  (words: string, ...given: readonly Given[]): readonly Refused[] =>
    given.map(([value, received, as]) => ({
      value,
      code,
      words: `${words}. Received ${received}`,
      ...(as === undefined ? {} : { as }),
    }));
const wrongType = refusing('ERR_INVALID_ARG_TYPE');
const wrongValue = refusing('ERR_INVALID_ARG_VALUE');

const nothing: Given = [undefined, 'undefined'];
const nil: Given = [null, 'null'];
const callable: Given = [() => NEVER, 'a function'];
const object: Given = [{}, 'an object'];
const text = (value: string): Given => [value, JSON.stringify(value)];
const numbers = (...values: readonly number[]): Given[] =>
  [...new Set(values)].map((value) => [value, `type number (${String(value)})`]);

export const noObject = wrongType(
  'must be an object',
  ...[nothing, nil, text('embedded'), ...numbers(7), callable],
);
export const noText = wrongType('must be a string', ...[nothing, nil, ...numbers(1), object], [
  Symbol('what'),
  'type symbol (Symbol(what))',
]);
export const noPath = [
  ...wrongType('must be a string or a function', nothing, nil, ...numbers(7), object),
  ...wrongValue('must be an absolute path', text(''), text('rx-outlook.node'), text('/a\0b')),
];
export const noFlag = wrongType('must be a boolean', nothing, nil, ...numbers(0, 1), text('true'));
export const noFunction = wrongType('must be a function', nothing, nil, ...numbers(1), object);

export const noProfile = [
  ...noText,
  ...wrongValue('must not be empty', text('')),
  ...wrongValue('must not contain NUL', text('Wo\0rk')),
  ...wrongValue('must be well-formed Unicode: it has a lone surrogate', text('Work\ud800')),
];
export const noProfileOfThese = [
  ...noProfile,
  ...wrongValue("must be one of this embeddedOutlook's", text('Nope')),
];
export const noAccountOfThese = [
  ...noProfile,
  ...wrongValue("must be one of the profile's accounts", text('Nope')),
];
export const noAccountType = wrongValue(
  'must be one of exchange, imap, pop3, http, eas, other',
  nil,
  text('fax'),
  ...numbers(1),
);
export const noBackend = [
  ...noText,
  ...wrongValue(
    'must be one of auto, bridge, msmapi, automation, embedded',
    text('exchange'),
    text(''),
  ),
];
const eitherState = "must be 'online' or 'offline'";
export const noState = [
  ...wrongType(eitherState, nothing, nil, ...numbers(42)),
  ...wrongValue(eitherState, text('unknown'), text('Online')),
];

const noNumber = wrongType('must be a number', nothing, nil, text('5'), object, [
  1n,
  'type bigint (1)',
]);
const outOfTime = (least: number, ...values: readonly number[]) =>
  wrongValue(
    `must be a number of milliseconds from ${String(least)} to 2147483647`,
    ...numbers(...values, NaN, Infinity, -Infinity, 2 ** 31),
  );
export const noDelay = (least: number) => [
  ...noNumber,
  ...outOfTime(least, least - 1, least - 0.1),
];
export const noPeriod = [
  ...noNumber,
  ...outOfTime(0, -1),
  ...wrongValue('must be at least 1 ms', ...numbers(0, 0.5)),
];
export const noCount = (least: number) => [
  ...noNumber,
  ...wrongValue(
    `must be a whole number from ${String(least)}`,
    ...numbers(least - 1, -1, least + 0.5, NaN, Infinity, -Infinity, 2 ** 53),
  ),
];
export const noInteger = (least: number, most: number) => [
  ...noNumber,
  ...wrongValue(
    `must be an integer from ${String(least)} to ${String(most)}`,
    ...numbers(least - 1, least + 0.5, most + 1, NaN),
  ),
];
export const noShare = [
  ...noNumber,
  ...wrongType('must be a number', [true, 'type boolean (true)']),
  ...wrongValue('must be a number from 0 to 1', ...numbers(-0.1, 1.1, NaN)),
];
/** As an error carries it: unsigned. */
export const noHresult = [
  ...noNumber,
  ...wrongValue('must be an unsigned 32-bit integer', ...numbers(-1, 0.5, NaN, 2 ** 32)),
];
/** As a call is made to fail with it: signed or not. */
export const noFailure = [
  ...noInteger(-(2 ** 31), 2 ** 32 - 1),
  ...wrongValue('must be a failure, 0x80000000 or above', ...numbers(0, 2 ** 31 - 1)),
];

export const noSignal = wrongType(
  'must be an AbortSignal',
  ...[nil, ...numbers(5), object],
  [{ aborted: true }, 'an object'],
  [new EventTarget(), 'an object'],
);
export const noScheduler = wrongType(
  'must be a scheduler',
  ...[nil, ...numbers(5), object],
  [{ schedule: () => undefined }, 'an object'],
  [{ now: () => 0 }, 'an object'],
);
export const noObservable = wrongType(
  'must be an Observable',
  ...[nothing, nil, text('online'), object, callable],
  [[], 'an array'],
);
const noSources = [nothing, nil, text('online'), ...numbers(1), object, callable];
const sourceWords = 'must be an Observable, a promise or an iterable';
export const noSource = wrongType(sourceWords, ...noSources);

const repeated = (...names: readonly unknown[]) => names.map((name) => [name, NEVER]);
export const noAccounts = [
  ...wrongType(
    'must be a record, a Map or an iterable of [name, Observable] pairs, or an Observable of those',
    ...[nothing, nil, text('work'), ...numbers(1), callable],
  ),
  ...noSources.flatMap(([source, received]) =>
    wrongType(
      sourceWords,
      [{ work: source }, received, 'accounts.work'],
      [new Map([['work', source]]), received, 'accounts[0][1]'],
      [[...repeated('home'), ['work', source]], received, 'accounts[1][1]'],
    ),
  ),
  ...wrongType(
    'must be a [name, Observable] pair',
    [['work'], '"work"', 'accounts[0]'],
    [[NEVER], 'an object', 'accounts[0]'],
    [[[]], 'an array', 'accounts[0]'],
    [[...repeated('home'), ['work']], 'an array', 'accounts[1]'],
    [[['work', NEVER, 1]], 'an array', 'accounts[0]'],
  ),
  ...wrongValue(
    'must not repeat a name',
    [repeated('work', 'home', 'work'), '"work"', 'accounts[2]'],
    [repeated(NaN, NaN), 'type number (NaN)', 'accounts[1]'],
  ),
];

const policies = 'must be one of all, any, quorum, or a function';
export const noPolicy = [
  ...wrongType(policies, nil, ...numbers(1), object),
  ...wrongValue(policies, text('most'), text(''), text('constructor')),
];
export const noRetryDelay = [
  ...wrongType('must be a number or a function', nil, text('1s')),
  ...outOfTime(0, -1),
];
export const noOverflow = [
  ...noText,
  ...wrongValue('must be one of drop-oldest, drop-newest, error', text('drop'), text('')),
];

export const noCall = wrongValue(
  'must be one of open, getCapabilities, advise, unadvise, getCurrentState, setCurrentState, listAccounts, change',
  ...[nothing, text('nap'), ...numbers(0)],
);

const step = { profile: 'Work', state: 'online' };
export const noSteps = [
  ...wrongType('must be an array', nothing, nil, text('x')),
  ...wrongType(
    'must be an object',
    [[1], 'type number (1)', 'steps[0]'],
    [new Array(2), 'undefined', 'steps[0]'],
  ),
  ...wrongType('must be a number', [[{ ...step, at: '1' }], '"1"', 'steps[0].at']),
  ...wrongValue(
    'must be from 0 to 2147483647 ms',
    [[{ ...step, at: -1 }], 'type number (-1)', 'steps[0].at'],
    [[step, { ...step, at: 2 ** 31 }], 'type number (2147483648)', 'steps[1].at'],
  ),
  ...wrongType(eitherState, [[{ ...step, state: 1 }], 'type number (1)', 'steps[0].state']),
  ...wrongValue(eitherState, [[{ ...step, state: 'away' }], '"away"', 'steps[0].state']),
  ...wrongValue('must not be empty', [[{ ...step, profile: '' }], '""', 'steps[0].profile']),
  ...wrongValue("must be one of this embeddedOutlook's", [
    [{ ...step, profile: 'Nope' }],
    '"Nope"',
    'profile',
  ]),
];

export const noProfiles = [
  ...wrongType(
    'must be an array of strings, or a record of such arrays',
    nothing,
    nil,
    text('Work'),
  ),
  ...wrongType('must be a string', [new Array(1), 'undefined', 'options.profiles[0]']),
  ...wrongValue('must not be empty', [['Other', ''], '""', 'options.profiles[1]']),
  ...wrongValue('must not repeat a name', [['Other', 'Other'], '"Other"', 'options.profiles[1]']),
];
