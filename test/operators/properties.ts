import fc from 'fast-check';
import type { PlayOptions } from './play.js';
import { runs, timedRuns } from './timelines.js';

interface Compared<C> {
  /** What is heard of the operator, by whom it was subscribed, and what it left. */
  readonly heard: (one: C, options?: PlayOptions) => unknown;
  /** The same, by a definition that is simpler and slower. */
  readonly model: (one: C) => unknown;
}

/** In virtual time the operator does what its model does, over any cases. */
export function testModel<C>(
  title: string,
  anyCase: fc.Arbitrary<C>,
  { heard, model }: Compared<C>,
  parameters = runs,
): void {
  test(title, () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        expect(heard(one)).toEqual(model(one));
      }),
      parameters,
    );
  });
}

/** By asyncScheduler's timers, too. */
export function testModelByTimers<C>(
  anyCase: fc.Arbitrary<C>,
  { heard, model }: Compared<C>,
): void {
  testModel(
    'does so by timers as in virtual time',
    anyCase,
    { heard: (one) => heard(one, { time: 'timers' }), model },
    timedRuns,
  );
}

/** Both. */
export function testAgainstModel<C>(
  title: string,
  anyCase: fc.Arbitrary<C>,
  compared: Compared<C>,
): void {
  testModel(title, anyCase, compared);
  testModelByTimers(anyCase, compared);
}
