import fc from 'fast-check';
import { takeWhileOnline } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { type Played, play, type PlayOptions } from './play.js';
import { testAgainstModel } from './properties.js';
import { type Timeline, timelines } from './timelines.js';

interface Case {
  readonly states: Timeline;
  readonly values: Timeline<number>;
  readonly left: number;
}

/** The values between the first state, if that is online, and the first that is not. */
function model({ states, values, left }: Case) {
  const first = states[0];
  const begins = first?.[1] === 'next' && first[2] === 'online' && first[0] < left;
  const lost = states.find(([, kind, what]) =>
    kind === 'next' ? what !== 'online' : kind === 'error' || !begins,
  );
  const lostAt = Math.min(left, lost?.[0] ?? Infinity);
  // The states come first at one time: what ended by then is heard of in being subscribed.
  const ending = values.find(([, kind]) => kind !== 'next');
  const endAt = ending === undefined ? Infinity : Math.max(ending[0], first?.[0] ?? 0);
  const isEnded = begins && (endAt < lostAt || (endAt === lostAt && ending![0] < first[0]));
  const over = isEnded ? endAt : lostAt;
  const told: unknown[] = begins
    ? values.filter(([at, kind]) => kind === 'next' && at >= first[0] && at < over)
    : [];
  const end = isEnded ? ending : over === left ? undefined : lost;
  if (isEnded) {
    told.splice(0, Infinity, ...values.filter((one) => one[1] === 'next' && one[0] >= first[0]));
  }
  if (end !== undefined)
    told.push(end[1] === 'error' ? [over, ...end.slice(1)] : [over, 'complete']);
  const statesEnd = states.find(([, kind]) => kind !== 'next')?.[0] ?? Infinity;
  return {
    told,
    followed: [[0, Math.min(over, statesEnd)]],
    subscribed: begins ? [[first[0], over]] : [],
    leftOver: 0,
  };
}

function heard({ states, values, left }: Case, options: PlayOptions = {}) {
  let followed: Played<StateMarble> | undefined;
  let subscribed: Played<number> | undefined;
  const { timeline, leftOver } = play(
    ({ hot }) => {
      followed = hot(states);
      subscribed = hot(values);
      return subscribed.pipe(takeWhileOnline(followed));
    },
    { left, ...options },
  );
  return {
    told: timeline,
    followed: followed!.subscriptions,
    subscribed: subscribed!.subscriptions,
    leftOver,
  };
}

const aCase: fc.Arbitrary<Case> = fc.record({
  states: timelines({ value: fc.constantFrom('online', 'online', 'online', 'offline', 'unknown') }),
  values: timelines({ value: fc.nat({ max: 9 }) }),
  left: fc.integer({ min: 1, max: 60 }),
});

describe('takeWhileOnline, over any states and values', () => {
  testAgainstModel('takes what comes while online, and leaves both when it is over', aCase, {
    heard,
    model,
  });
});
