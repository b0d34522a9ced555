import fc from 'fast-check';
import { delay, interval, map, merge, NEVER, switchMap } from 'rxjs';
import { type Played, play, type Stage } from './play.js';
import { runs, timedRuns, type Timeline, timelines } from './timelines.js';

const example: Timeline = [
  [0, 'next', 'online'],
  [3, 'next', 'offline'],
  [3, 'next', 'unknown'],
  [5, 'error', 'failed'],
];

/** What becomes of a source, and how it was subscribed. */
function heardOf(build: (stage: Stage) => Played<unknown>, left?: number): unknown[] {
  let source: Played<unknown> | undefined;
  const { timeline, leftOver } = play((stage) => (source = build(stage)), { left });
  return [timeline, source!.subscriptions, leftOver];
}

describe('a timeline', () => {
  test('is heard as it is, from a cold source and from a hot one', () => {
    expect(heardOf(({ cold }) => cold(example))).toEqual([example, [[0, 5]], 0]);
    expect(heardOf(({ hot }) => hot(example))).toEqual([example, [[0, 5]], 0]);
    fc.assert(
      fc.property(timelines(), (timeline) => {
        expect(play(({ cold }) => cold(timeline))).toEqual({ timeline, leftOver: 0 });
        expect(play(({ hot }) => hot(timeline))).toEqual({ timeline, leftOver: 0 });
      }),
      runs,
    );
  });

  test('is heard until the subscriber leaves, who leaves before anything else at that time', () => {
    const heard = [example.slice(0, 1), [[0, 3]], 0];
    expect(heardOf(({ cold }) => cold(example), 3)).toEqual(heard);
    expect(heardOf(({ hot }) => hot(example), 3)).toEqual(heard);
  });

  test('is open to the end of time when nobody ends it', () => {
    expect(heardOf(({ cold }) => cold([]))).toEqual([[], [[0, Infinity]], 0]);
  });

  test('sounds the same with fake timers as in virtual time', () => {
    const build =
      (timeline: Timeline) =>
      ({ cold, hot }: Stage) =>
        merge(hot(timeline).pipe(delay(2)), cold(timeline).pipe(switchMap(() => cold(timeline))));
    fc.assert(
      fc.property(timelines(), (timeline) => {
        expect(play(build(timeline), { time: 'timers' })).toEqual(play(build(timeline)));
      }),
      timedRuns,
    );
  });

  test('shows what is left on the scheduler', () => {
    const leaky = ({ scheduler }: Stage) => {
      scheduler.schedule(() => undefined, 10);
      return NEVER;
    };
    expect(play(leaky, { left: 5 }).leftOver).toBe(1);
    expect(play(() => interval(2).pipe(map((index) => String(index))), { left: 5 })).toEqual({
      timeline: [
        [2, 'next', '0'],
        [4, 'next', '1'],
      ],
      leftOver: 0,
    });
  });
});
