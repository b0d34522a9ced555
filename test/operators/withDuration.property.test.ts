import fc from 'fast-check';
import { withDuration } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { type Played, play, type PlayOptions } from './play.js';
import { testAgainstModel } from './properties.js';
import { anyTime, type Moment, type Timeline, timelines } from './timelines.js';

interface Case {
  readonly source: Timeline;
  readonly left: number;
}

/** The changes, and next to each the one before it. */
function model({ source, left }: Case) {
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

function heard({ source, left }: Case, options: PlayOptions = {}) {
  let played: Played<StateMarble> | undefined;
  const { timeline, leftOver } = play(({ hot }) => (played = hot(source)).pipe(withDuration()), {
    left,
    ...options,
  });
  return { told: timeline, subscriptions: played!.subscriptions, leftOver };
}

const aCase: fc.Arbitrary<Case> = fc.record({
  source: timelines(),
  left: anyTime(60).map((at) => at + 1),
});

describe('withDuration, over any states', () => {
  testAgainstModel('says how long each held that was followed by another', aCase, {
    heard,
    model,
  });
});
