import fc from 'fast-check';

/** What a getter or a trap of ours throws: whoever reads it, its caller has to be told. */
export class Thrown extends Error {
  override readonly name = 'Thrown';
}

const throwIt = (): never => {
  throw new Thrown('by what was passed');
};

const mebi = 1024 * 1024;

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Every trap throws. */
const forbidding = (): object => new Proxy({}, new Proxy({}, { get: () => throwIt }));

/** What makes an object whose very touch throws, for fast-check touches what it is given. */
export const untouchable: fc.Arbitrary<() => object> = fc.constantFrom(revoked, forbidding);

/** Names that a table kept in a plain object would find. */
const inheritedNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

const strings: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'Work\0',
    '\0Work',
    '\ud800',
    'Work\udfff',
    '\udc00\ud800',
    '\ufeff',
    '\u202e',
  ),
  fc.constantFrom('online', 'offline', 'unknown', 'Online', 'embedded', 'all', 'error', 'open'),
  fc.constantFrom(...inheritedNames),
  fc.constantFrom('x', '\ud800', '\u{1f600}', '\0').map((unit) => unit.repeat(mebi)),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

const numbers: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, NaN, Infinity, -Infinity, 2 ** 31 - 1, 2 ** 31, 2 ** 32),
  fc.constantFrom(
    Number.MAX_SAFE_INTEGER,
    2 ** 53,
    Number.MAX_VALUE,
    Number.MIN_VALUE,
    0x8004_010f,
  ),
  fc.double(),
);

const primitives: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, 10n, -(10n ** 4_000n)),
  fc.constantFrom(Symbol('one'), Symbol('x'.repeat(mebi)), Symbol.iterator),
  strings,
  numbers,
);

const objects: fc.Arbitrary<unknown> = fc.oneof(
  fc
    .constantFrom<() => unknown>(
      () => ({}),
      () => Object.create(null) as unknown,
      () => [],
      () => new Array<number>(3),
      () => new Date(NaN),
      () => /x/,
      () => new Map([['a', 1]]),
      () => new WeakMap(),
      () => new Uint8Array(4),
      () => new String('online'),
      () => new Number(1),
      () => new Boolean(true),
      () => Promise.resolve('online'),
      () => new Error('one'),
      () => new AbortController().signal,
      () => new Proxy({}, {}),
      () =>
        new (class Own {
          backend = 'embedded';
        })(),
    )
    .map((make) => make()),
  fc.anything({
    maxDepth: 2,
    withBigInt: true,
    withDate: true,
    withNullPrototype: true,
    withTypedArray: true,
  }),
);

const callables: fc.Arbitrary<unknown> = fc.constantFrom(
  () => undefined,
  async () => Promise.resolve(),
  function* () {
    yield 1;
  },
  new Proxy(() => undefined, {}),
);

/** Whatever can be passed, but for what throws when it is looked at. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: primitives },
  { weight: 3, arbitrary: objects },
  { weight: 1, arbitrary: callables },
);

/** An object like it, but that reading `name` throws. */
export function withThrowingGetter(value: object, name: string): object {
  return Object.defineProperty({ ...value }, name, { get: throwIt, enumerable: true });
}
