import fc from 'fast-check';
import type { PlayOptions } from './play.js';
import { runs, timedRuns } from './timelines.js';

interface Compared<C> {
  /** What is heard of the operator, by whom it was subscribed, and what it left. */
  readonly heard: (one: C, options?: PlayOptions) => unknown;
  /** The same, by a definition that is simpler and slower. */
  readonly model: (one: C) => unknown;
}

/** That an operator does what its model does, over thousands of cases; and by timers as in virtual time. */
export function testAgainstModel<C>(
  title: string,
  anyCase: fc.Arbitrary<C>,
  { heard, model }: Compared<C>,
): void {
  test(title, () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        expect(heard(one)).toEqual(model(one));
      }),
      runs,
    );
  });

  test('does so by timers as in virtual time', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        expect(heard(one, { time: 'timers' })).toEqual(model(one));
      }),
      timedRuns,
    );
  });
}
