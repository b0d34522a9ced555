import fc from 'fast-check';
import { connectionUptime, type ConnectionUptime } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { type Played, play, type PlayOptions } from './play.js';
import { testAgainstModel } from './properties.js';
import { anyTime, type Timeline, timelines } from './timelines.js';

interface Case {
  readonly source: Timeline;
  readonly window: number;
  readonly every: number;
  readonly left: number;
}

/** The state of every single millisecond, counted anew each time. */
function model({ source, window, every, left }: Case) {
  const told: unknown[] = [];
  const history: StateMarble[] = [];
  let last: StateMarble | undefined;
  let changedAt = 0;
  let figures: ConnectionUptime | undefined;
  const look = (): ConnectionUptime => {
    const recent = history.slice(-window);
    const [online, offline, unknown] = (['online', 'offline', 'unknown'] as const).map(
      (state) => recent.filter((one) => one === state).length,
    ) as [number, number, number];
    const now = { online: 1, offline: 0, unknown: undefined }[last!];
    const share = online + offline > 0 ? online / (online + offline) : now;
    return { share, online, offline, unknown };
  };
  for (let now = 0; now < left; now += 1) {
    for (const moment of source) {
      if (moment[0] !== now) continue;
      if (moment[1] !== 'next') {
        told.push(moment);
        return { told, subscriptions: [[0, now]], leftOver: 0 };
      }
      if (moment[2] === last) continue;
      last = moment[2];
      changedAt = now;
      figures = look();
      told.push([now, 'next', figures]);
    }
    const held = now - changedAt;
    const isTick = held > 0 && held % every === 0 && held - every < window;
    if (last !== undefined && isTick) {
      const next = look();
      const { online, offline, unknown } = figures!;
      if (next.online !== online || next.offline !== offline || next.unknown !== unknown) {
        figures = next;
        told.push([now, 'next', next]);
      }
    }
    if (last !== undefined) history.push(last);
  }
  return { told, subscriptions: [[0, left]], leftOver: 0 };
}

function heard({ source, window, every, left }: Case, options: PlayOptions = {}) {
  let played: Played<StateMarble> | undefined;
  const { timeline, leftOver } = play(
    ({ hot }) => (played = hot(source)).pipe(connectionUptime({ window, every })),
    { left, ...options },
  );
  return { told: timeline, subscriptions: played!.subscriptions, leftOver };
}

const aCase: fc.Arbitrary<Case> = fc.record({
  source: timelines(),
  window: fc.integer({ min: 1, max: 20 }),
  every: fc.integer({ min: 1, max: 7 }),
  left: anyTime(90).map((at) => at + 1),
});

describe('connectionUptime, over any states', () => {
  testAgainstModel('tells what a count of every millisecond tells, when it is to tell', aCase, {
    heard,
    model,
  });
});
