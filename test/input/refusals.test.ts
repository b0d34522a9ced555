import fc from 'fast-check';
import { type PublicFunction, publicFunctions } from './functions.js';
import { isObject, type Kind } from './kinds.js';
import type { Refused } from './refused.js';
import { tally } from './tally.js';
import { attempt } from './trying.js';

/** The same each time. */
function example({ fine, fields }: Kind): unknown {
  const anyExample = fields === undefined ? fine : fine.filter(isObject);
  return fc.sample(anyExample, { numRuns: 1, seed: 1 })[0];
}

interface Refusal extends Required<Refused> {
  /** The argument: that value, or one that is fine except for it. */
  readonly argument: unknown;
}

/** What is wrong for this kind, and for each of its options while the others are fine. */
function refusalsOf(kind: Kind, name: string): Refusal[] {
  const own = kind.refuses.filter(({ value }) => !kind.accepts(value));
  const ofFields = Object.entries(kind.fields ?? {}).flatMap(([field, option]) =>
    refusalsOf(option, `${name}.${field}`).map((refusal) => ({
      ...refusal,
      argument: { ...(example(kind) as object), [field]: refusal.argument },
    })),
  );
  return [...own.map((one) => ({ as: name, ...one, argument: one.value })), ...ofFields];
}

const withArguments = publicFunctions.filter(({ takes }) =>
  takes.some(({ refuses }) => refuses.length > 0),
);

/** By what the messages call the argument, or the part of it. */
const byName = ({ takes }: PublicFunction) =>
  takes.flatMap((kind, index) => {
    const all = refusalsOf(kind, kind.name!);
    const names = [...new Set(all.map(({ as }) => as))];
    return names.map((name) => [name, index, all.filter(({ as }) => as === name)] as const);
  });

describe.each(withArguments)('$name', (one) => {
  const args = one.takes.map(example);

  test.each(byName(one))('says in full what is wrong with %s', async (as, index, refusals) => {
    const told: unknown[] = [];
    for (const { argument } of refusals) {
      const { thrown } = await attempt(one, args.with(index, argument));
      tally(one.name);
      expect(thrown).toBeInstanceOf(TypeError);
      const { code, message } = thrown as TypeError & { code?: unknown };
      told.push([code, message]);
    }
    expect(told).toEqual(
      refusals.map(({ code, words }) => [code, `The "${as}" argument ${words}`]),
    );
  });
});

test('each option of each function has something that it refuses', () => {
  const lacking = (kind: Kind, name: string): string[] => [
    ...(kind.refuses.some(({ value }) => !kind.accepts(value)) ? [] : [name]),
    ...Object.entries(kind.fields ?? {}).flatMap(([field, option]) =>
      lacking(option, `${name}.${field}`),
    ),
  ];
  const all = publicFunctions.flatMap(({ name, takes }) =>
    takes.flatMap((kind) => lacking(kind, `${name}: ${kind.name ?? ''}`)),
  );
  // Anything will do.
  expect(all).toEqual([
    'OfflineStateError: details.cause',
    'AsyncIterator.next: ',
    'AsyncIterator.return: ',
  ]);
});
