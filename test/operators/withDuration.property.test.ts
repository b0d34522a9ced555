import fc from 'fast-check';
import { withDuration } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { type Played, play, type PlayOptions } from './play.js';
import { anyTime, type Moment, runs, timedRuns, type Timeline, timelines } from './timelines.js';

/** The changes, and next to each the one before it. */
function model(source: Timeline, left: number) {
  const heard = source.filter(([at]) => at < left);
  const changes = heard.filter((one, i) => one[1] !== 'next' || one[2] !== heard[i - 1]?.[2]);
  const told = changes.map(([at, kind, state], i): Moment<unknown> => {
    if (kind !== 'next') return changes[i]!;
    const before = changes[i - 1];
    if (before === undefined) return [at, kind, { state, since: at }];
    const previous = { state: before[2], duration: at - before[0] };
    return [at, kind, { state, since: at, previous }];
  });
  const last = heard.at(-1);
  const to = last === undefined || last[1] === 'next' ? left : last[0];
  return { told, subscriptions: [[0, to]], leftOver: 0 };
}

function heard(source: Timeline, left: number, options: PlayOptions = {}) {
  let played: Played<StateMarble> | undefined;
  const { timeline, leftOver } = play(({ hot }) => (played = hot(source)).pipe(withDuration()), {
    left,
    ...options,
  });
  return { told: timeline, subscriptions: played!.subscriptions, leftOver };
}

describe('withDuration, over any states', () => {
  const cases = [timelines(), anyTime(60).map((at) => at + 1)] as const;

  test('says how long each held that was followed by another', () => {
    fc.assert(
      fc.property(...cases, (source, left) => {
        expect(heard(source, left)).toEqual(model(source, left));
      }),
      runs,
    );
  });

  test('does so by timers as in virtual time', () => {
    fc.assert(
      fc.property(...cases, (source, left) => {
        expect(heard(source, left, { time: 'timers' })).toEqual(model(source, left));
      }),
      timedRuns,
    );
  });
});
