import fc from 'fast-check';
import { detectFlapping, type DetectFlappingOptions } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { type Played, play, type PlayOptions } from './play.js';
import { testModel, testModelByTimers } from './properties.js';
import { type Timeline, timelines } from './timelines.js';

interface Case {
  readonly source: Timeline;
  readonly options: DetectFlappingOptions;
  readonly left: number;
}

/** All changes since it settled, counted anew each time. */
function model({ source, options: { window, transitions, settle }, left }: Case) {
  const told: unknown[] = [];
  let changes: number[] = [];
  let last: StateMarble | undefined;
  let flapping = false;
  let settlesAt = Infinity;
  const settleBy = (time: number): void => {
    if (settlesAt >= Math.min(time, left)) return;
    told.push([settlesAt, 'next', { state: last, flapping: false }]);
    changes = [];
    flapping = false;
    settlesAt = Infinity;
  };
  for (const moment of source) {
    const [at] = moment;
    settleBy(at);
    if (at >= left) return { told, subscriptions: [[0, left]], leftOver: 0 };
    if (moment[1] !== 'next') {
      told.push(moment);
      return { told, subscriptions: [[0, at]], leftOver: 0 };
    }
    if (moment[2] === last) continue;
    if (last !== undefined) changes.push(at);
    last = moment[2];
    flapping ||= changes.filter((one) => at - one < window).length > transitions;
    if (flapping) settlesAt = at + settle;
    told.push([at, 'next', { state: last, flapping }]);
  }
  settleBy(Infinity);
  return { told, subscriptions: [[0, left]], leftOver: 0 };
}

function heard({ source, options, left }: Case, play_: PlayOptions = {}) {
  let played: Played<StateMarble> | undefined;
  const { timeline, leftOver } = play(
    ({ hot }) => (played = hot(source)).pipe(detectFlapping(options)),
    { left, ...play_ },
  );
  return { told: timeline, subscriptions: played!.subscriptions, leftOver };
}

const aCase: fc.Arbitrary<Case> = fc.record({
  source: timelines({ maxLength: 30, maxGap: 5 }),
  options: fc.record({
    window: fc.nat({ max: 12 }),
    transitions: fc.integer({ min: 1, max: 4 }),
    settle: fc.nat({ max: 8 }),
  }),
  left: fc.integer({ min: 1, max: 120 }),
});

describe('detectFlapping, over any states', () => {
  testModel('marks what has changed too often and has not settled, and nothing else', aCase, {
    heard,
    model,
  });

  testModelByTimers(
    aCase.filter(({ options }) => options.settle > 0),
    { heard, model },
  );
});
