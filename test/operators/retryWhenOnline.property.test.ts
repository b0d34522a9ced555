import fc from 'fast-check';
import { defer } from 'rxjs';
import { retryWhenOnline } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { type Played, play, type PlayOptions } from './play.js';
import { testAgainstModel } from './properties.js';
import { type Moment, type Timeline, timelines } from './timelines.js';

interface Case {
  readonly states: Timeline;
  /** One after the other; after the last the first again. */
  readonly attempts: readonly Timeline<number>[];
  readonly count: number | undefined;
  readonly backoff: number;
  readonly left: number;
}

/** Looked at once a millisecond: who leaves, the states, then what the attempt does, then the backoff. */
function model({ states, attempts, count = Infinity, backoff, left }: Case) {
  const told: unknown[] = [];
  const tries: [number, number][] = [];
  let line = undefined as 'online' | 'not' | undefined;
  let isFresh = false as boolean;
  let isLineDone = false as boolean;
  let begun = undefined as number | undefined;
  let dueAt = undefined as number | undefined;
  let failed = false as boolean;
  let failures = 0;
  let isOver = false as boolean;
  const goesOn = (): boolean => !isOver;
  let followedTo = Infinity;
  let now = 0;
  const end = (...what: unknown[]): void => {
    if (begun !== undefined) tries.at(-1)![1] = now;
    begun = undefined;
    isOver = true;
    followedTo = Math.min(followedTo, now);
    told.push([now, ...what]);
  };
  const begin = (): void => {
    failed = false;
    dueAt = undefined;
    isFresh = false;
    begun = now;
    tries.push([now, Infinity]);
    run(0);
  };
  const wait = (): void => {
    dueAt = undefined;
    if (line === 'online' && isFresh) begin();
    else if (line === 'online')
      dueAt = now + Math.min(60_000, backoff * 2 ** Math.max(0, failures - 2));
    else if (isLineDone) end('error', 'failed');
  };
  const hear = (moment: Moment<number>): void => {
    if (moment[1] === 'next') {
      failures = 0;
      told.push([now, 'next', moment[2]]);
    } else if (moment[1] === 'complete') end('complete');
    else {
      failures += 1;
      tries.at(-1)![1] = now;
      begun = undefined;
      failed = true;
      if (failures > count) end('error', 'failed');
      else wait();
    }
  };
  const run = (after: number): void => {
    const attempt = attempts[(tries.length - 1) % attempts.length]!;
    const current = tries.length;
    for (const moment of attempt) {
      if (moment[0] === after && !isOver && current === tries.length) hear(moment);
    }
  };
  begin();
  isFresh = false;
  for (; now < 300 && goesOn(); now += 1) {
    if (now === left) break;
    for (const moment of states) {
      if (moment[0] !== now || isOver || isLineDone) continue;
      if (moment[1] === 'error') end('error', 'failed');
      else if (moment[1] === 'complete') {
        isLineDone = true;
        followedTo = now;
        if (failed && line !== 'online') end('error', 'failed');
      } else {
        const next = moment[2] === 'online' ? 'online' : 'not';
        if (next === line) continue;
        line = next;
        isFresh = next === 'online';
        if (failed) wait();
      }
    }
    if (begun !== undefined && begun < now) run(now - begun);
    if (dueAt !== undefined && dueAt <= now && !isOver) begin();
  }
  const over = now === left ? left : Infinity;
  if (begun !== undefined) tries.at(-1)![1] = over;
  return { told, tries, followed: [[0, Math.min(followedTo, over)]], leftOver: 0 };
}

function heard({ states, attempts, count, backoff, left }: Case, options: PlayOptions = {}) {
  let followed: Played<StateMarble> | undefined;
  const tries: Played<number>[] = [];
  const { timeline, leftOver } = play(
    ({ hot, cold }) => {
      followed = hot(states);
      const source = defer(() => {
        const attempt = cold(attempts[tries.length % attempts.length]!);
        tries.push(attempt);
        return attempt;
      });
      return source.pipe(retryWhenOnline(followed, { count, backoff }));
    },
    { left, ...options },
  );
  return {
    told: timeline,
    tries: tries.flatMap(({ subscriptions }) => subscriptions),
    followed: followed!.subscriptions,
    leftOver,
  };
}

const attempt = timelines({ value: fc.nat({ max: 9 }), maxLength: 3, maxGap: 4 });
/** An error more often than not; after 0 ms too, in being subscribed. */
const failing = fc.tuple(attempt, fc.nat({ max: 5 })).map(([timeline, after]): Timeline<number> => {
  const values = timeline.filter(([, kind]) => kind === 'next');
  return [...values, [(values.at(-1)?.[0] ?? 0) + after, 'error', 'failed']];
});

const aCase: fc.Arbitrary<Case> = fc.record({
  states: timelines(),
  attempts: fc.array(fc.oneof(failing, failing, attempt), { minLength: 1, maxLength: 6 }),
  count: fc.constantFrom(undefined, undefined, 0, 1, 3),
  backoff: fc.integer({ min: 1, max: 6 }),
  left: fc.integer({ min: 1, max: 90 }),
});

describe('retryWhenOnline, over any states and attempts', () => {
  testAgainstModel(
    'tries when it is due, one attempt at a time, and passes all that they say',
    aCase,
    { heard, model },
  );
});
