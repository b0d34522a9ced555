import fc from 'fast-check';
import type { StateMarble } from './marbles.js';

/** What happens, and when, in milliseconds. */
export type Moment<T> =
  | readonly [at: number, kind: 'next', value: T]
  | readonly [at: number, kind: 'complete']
  | readonly [at: number, kind: 'error', error: unknown];

/** In order of time; nothing follows a complete or an error. Several moments may have one time. */
export type Timeline<T = StateMarble> = readonly Moment<T>[];

/** Fewer where the tests are run again and again: for each mutant. */
const share = Number(process.env['RX_OUTLOOK_TEST_REPETITIONS'] ?? 1);

/** How many timelines a property is tried with. */
export const runs = { numRuns: 3_000 * share };

/** With fake timers a run takes longer. */
export const timedRuns = { numRuns: 300 * share };

export const anyState: fc.Arbitrary<StateMarble> = fc.constantFrom('online', 'offline', 'unknown');

/** Small ones, so that moments meet each other, and the delays of operators, often. */
export const anyTime = (longest = 40): fc.Arbitrary<number> => fc.nat({ max: longest });

/** Up to `maxLength` values, no further apart than `maxGap`; then the end, by either way, or none. */
export function timelines<T = StateMarble>({
  value = anyState as fc.Arbitrary<T>,
  maxLength = 12,
  maxGap = 6,
}: { value?: fc.Arbitrary<T>; maxLength?: number; maxGap?: number } = {}): fc.Arbitrary<
  Timeline<T>
> {
  const gap = fc.nat({ max: maxGap });
  const end = fc.option(fc.tuple(gap, fc.constantFrom('complete' as const, 'error' as const)));
  return fc.tuple(fc.array(fc.tuple(gap, value), { maxLength }), end).map(([values, ending]) => {
    let at = 0;
    const moments: Moment<T>[] = values.map(([after, one]) => [(at += after), 'next', one]);
    if (ending === null) return moments;
    const [after, kind] = ending;
    moments.push(kind === 'error' ? [at + after, kind, 'failed'] : [at + after, kind]);
    return moments;
  });
}
