import { isAbsolute } from 'node:path';
import fc from 'fast-check';
import { NEVER, of, VirtualTimeScheduler } from 'rxjs';
import { pathInUse } from '../../lib/load.js';
import * as refused from './refused.js';
import { anyValue, Thrown } from './values.js';

/** What one argument, or one option, may be, said again and more simply than the package says it. */
export interface Kind {
  /** Values that are fine. */
  readonly fine: fc.Arbitrary<unknown>;
  readonly accepts: (value: unknown) => boolean;
  /** Values to refuse, with the words for it; those that `accepts` takes do not count. */
  readonly refuses: readonly refused.Refused[];
  /** What messages call it, unless it is an option: they are called by their names. */
  readonly name?: string;
  /** The options of an object, by name. */
  readonly fields?: Readonly<Record<string, Kind>>;
}

export const isObject = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === 'object' && value !== null;

const has = (value: unknown, ...methods: PropertyKey[]): boolean =>
  isObject(value) && methods.every((name) => typeof value[name] === 'function');

const kind = (
  fine: fc.Arbitrary<unknown>,
  accepts: (value: unknown) => boolean,
  refuses: readonly refused.Refused[] = [],
): Kind => ({ fine, accepts, refuses });

export const named = (name: string, one: Kind): Kind => ({ ...one, name });

export const optional = ({ fine, accepts, ...rest }: Kind): Kind => ({
  ...rest,
  fine: fc.option(fine, { nil: undefined }),
  accepts: (value) => value === undefined || accepts(value),
});

export const nullable = ({ fine, accepts, ...rest }: Kind): Kind => ({
  ...rest,
  fine: fc.option(fine),
  accepts: (value) => value === null || accepts(value),
});

/** One that stands for itself: every value of it will do. */
export const anything = kind(anyValue, () => true);

export const oneOf = (values: readonly unknown[], refuses: readonly refused.Refused[] = []): Kind =>
  kind(fc.constantFrom(...values), (value) => values.includes(value), refuses);

export const flag = oneOf([true, false], refused.noFlag);

const number = (
  least: number,
  most: number,
  isWhole: boolean,
  refuses: readonly refused.Refused[],
): Kind =>
  kind(
    isWhole
      ? fc.integer({ min: least, max: Math.min(most, 50) })
      : fc.integer({ min: least, max: Math.max(least, 50) }),
    (value) =>
      typeof value === 'number' &&
      value >= least &&
      value <= most &&
      (!isWhole || Number.isInteger(value)),
    refuses,
  );

export const integer = (
  least: number,
  most: number,
  refuses = refused.noInteger(least, most),
): Kind => number(least, most, true, refuses);

/** How many of something. */
export const count = (least: number): Kind =>
  integer(least, Number.MAX_SAFE_INTEGER, refused.noCount(least));

/** What a timer can hold. */
export const milliseconds = (least: number, refuses = refused.noDelay(least)): Kind =>
  number(least, 2 ** 31 - 1, false, refuses);

/** Names of profiles that there are, and others. */
export const profile = named(
  'profile',
  kind(
    fc.constantFrom('Work', 'Home', 'Nobody', 'Ärger \u{1f600}', '__proto__', 'x'.repeat(2 ** 20)),
    (value) =>
      typeof value === 'string' && value !== '' && !value.includes('\0') && isWellFormed(value),
    refused.noProfile,
  ),
);

/** The binary is in use here: no other will do. */
export const binaryPath = named(
  'path',
  kind(
    fc.constant(undefined).map(() => pathInUse()),
    (value) =>
      typeof value === 'function' ||
      (typeof value === 'string' && isAbsolute(value) && !value.includes('\0')),
    refused.noPath,
  ),
);

/** UTF-8 has nothing for a lone surrogate. */
function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}

export const state = named('state', oneOf(['online', 'offline'], refused.noState));
export const text = kind(fc.string(), (value) => typeof value === 'string', refused.noText);
export const callable = (example: unknown): Kind =>
  kind(fc.constant(example), (value) => typeof value === 'function', refused.noFunction);

export const signal = kind(
  fc.constantFrom(true, false).map((aborted) => {
    return aborted ? AbortSignal.abort(new Thrown('by the signal')) : new AbortController().signal;
  }),
  (value) =>
    isObject(value) && typeof value['aborted'] === 'boolean' && has(value, 'addEventListener'),
  refused.noSignal,
);

export const scheduler = kind(
  fc.constant(undefined).map(() => new VirtualTimeScheduler()),
  (value) => has(value, 'schedule', 'now'),
  refused.noScheduler,
);

export const observable = kind(
  fc.constantFrom(NEVER, of('online')),
  (value) => has(value, 'subscribe'),
  refused.noObservable,
);

const marks = [
  'subscribe',
  '@@observable',
  'then',
  'getReader',
  Symbol.asyncIterator,
  Symbol.iterator,
];

export const source = named(
  'source',
  kind(
    fc.constantFrom(NEVER, of('online', 'offline'), ['online'], new Set(['offline'])),
    (value) =>
      marks.some((mark) => has(value, mark)) ||
      (isObject(value) && typeof value['length'] === 'number'),
    refused.noSource,
  ),
);

/** An object with options; others that it has are let be. */
export function options(fields: Readonly<Record<string, Kind>>, isExtended = true): Kind {
  const fine = fc.record(
    Object.fromEntries(Object.entries(fields).map(([name, { fine }]) => [name, fine])),
  );
  const others = fc.constantFrom(
    {},
    { other: 1 },
    JSON.parse('{"__proto__":{"timeout":"x"}}') as object,
  );
  return {
    name: 'options',
    fields,
    refuses: refused.noObject,
    fine: isExtended ? fc.tuple(fine, others).map(([one, other]) => ({ ...other, ...one })) : fine,
    accepts: (value) =>
      isObject(value) &&
      Object.entries(fields).every(([name, field]) => field.accepts(value[name])),
  };
}

/** Values for a test of `kind`: most are wrong, and of an object's often but one option is. */
export function tried({ fine, fields }: Kind): fc.Arbitrary<unknown> {
  if (fields === undefined) return anyValue;
  const bent = fc
    .tuple(fine, fc.constantFrom(...Object.keys(fields)))
    .chain(([one, name]) =>
      tried(fields[name]!).map((value) => (isObject(one) ? { ...one, [name]: value } : value)),
    );
  return fc.oneof({ weight: 1, arbitrary: anyValue }, { weight: 3, arbitrary: bent });
}
