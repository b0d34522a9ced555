import fc from 'fast-check';
import { type PublicFunction, publicFunctions } from './functions.js';
import { isObject, type Kind } from './kinds.js';
import { tally } from './tally.js';
import { attempt, expectInvalid, expectLegitimate, runs } from './trying.js';
import { anyValue, Thrown, untouchable, withThrowingGetter } from './values.js';

/** A function with the place of its options among its arguments. */
type WithOptions = readonly [name: string, one: PublicFunction, index: number];

const withOptions = publicFunctions.flatMap((one) =>
  one.takes.flatMap((kind, index): WithOptions[] =>
    kind.fields === undefined ? [] : [[one.name, one, index]],
  ),
);

const fieldsOf = ({ fields }: Kind): string[] => Object.keys(fields!);

/** Arguments that are fine, and options there are. */
const fineFor = ({ takes }: PublicFunction, index: number): fc.Arbitrary<unknown[]> =>
  fc.tuple(...takes.map(({ fine }) => fine)).filter((args) => isObject(args[index]));

/** Every object seems to have the property for as long as the function is called. */
function polluting(
  one: PublicFunction,
  name: string,
  descriptor: PropertyDescriptor,
): PublicFunction {
  return {
    ...one,
    call: (receiver, args) => {
      Object.defineProperty(Object.prototype, name, { ...descriptor, configurable: true });
      try {
        return one.call(receiver, args);
      } finally {
        Reflect.deleteProperty(Object.prototype, name);
      }
    },
  };
}

async function expectFine(one: PublicFunction, args: readonly unknown[]): Promise<void> {
  const { thrown, later } = await attempt(one, args);
  tally(one.name);
  expect(thrown).toBeUndefined();
  later.forEach(expectLegitimate);
}

describe.each(withOptions)('the options of %s', (_, one, index) => {
  const kind = one.takes[index]!;
  const name = fc.constantFrom(...fieldsOf(kind));

  test('throw to the caller what their getters throw', async () => {
    await fc.assert(
      fc.asyncProperty(fineFor(one, index), name, async (args, throwing) => {
        const options = withThrowingGetter(args[index] as object, throwing);
        const { thrown } = await attempt(one, args.with(index, options));
        tally(one.name);
        expect(thrown).toBeInstanceOf(Thrown);
      }),
      { numRuns: runs },
    );
  });

  test('throw to the caller what their touch throws', async () => {
    await fc.assert(
      fc.asyncProperty(fineFor(one, index), untouchable, async (args, make) => {
        const { thrown } = await attempt(one, args.with(index, make()));
        tally(one.name);
        if (!(thrown instanceof Thrown))
          expect(String(thrown)).toMatch(/proxy that has been revoked/);
      }),
      { numRuns: runs },
    );
  });

  test('can be without a prototype, or behind a proxy', async () => {
    const disguised = fc.constantFrom(
      (options: object) => Object.assign(Object.create(null) as object, options),
      (options: object) => new Proxy(options, {}),
      (options: object) => Object.freeze(options),
    );
    await fc.assert(
      fc.asyncProperty(fineFor(one, index), disguised, (args, disguise) =>
        expectFine(one, args.with(index, disguise(args[index] as object))),
      ),
      { numRuns: runs },
    );
  });
});

/** Each option that may be missing, or each that may not. */
const byName = (isOptional: boolean) =>
  withOptions.flatMap(([name, one, index]) => {
    const fields = one.takes[index]!.fields!;
    const names = Object.keys(fields).filter(
      (field) => fields[field]!.accepts(undefined) === isOptional,
    );
    return names.map((field) => ({ name, one, index, field, kind: fields[field]! }));
  });

const without = (object: unknown, name: string): object =>
  Object.fromEntries(Object.entries(object as object).filter(([key]) => key !== name));

describe('what Object.prototype has', () => {
  test.each(byName(true))('is no $field for $name', async ({ one, index, field }) => {
    await fc.assert(
      fc.asyncProperty(fineFor(one, index), anyValue, async (args, value) => {
        const others = args.with(index, without(args[index], field));
        await expectFine(polluting(one, field, { value, writable: true }), others);
      }),
      { numRuns: runs },
    );
  });

  test.each(byName(false))('is no $field for $name, which needs one', async (missing) => {
    const { one, index, field, kind } = missing;
    await fc.assert(
      fc.asyncProperty(fineFor(one, index), kind.fine, async (args, value) => {
        const others = args.with(index, without(args[index], field));
        const { thrown } = await attempt(polluting(one, field, { value, writable: true }), others);
        tally(one.name);
        expectInvalid(thrown);
      }),
      { numRuns: runs },
    );
  });
});
