import fc from 'fast-check';
import { OfflineStateError, waitForOnline } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { type Played, play, type PlayOptions } from './play.js';
import { testAgainstModel } from './properties.js';
import { anyTime, type Timeline, timelines } from './timelines.js';

interface Case {
  readonly source: Timeline;
  readonly timeout: number | undefined;
  readonly abortAt: number;
  readonly left: number;
}

/** What ends it is the earliest of what could; of those at one time, who leaves, a state, the signal, the limit. */
function model({ source, timeout = Infinity, abortAt, left }: Case) {
  const decisive = source.find(([, kind, what]) => kind !== 'next' || what === 'online');
  const at = Math.min(left, decisive?.[0] ?? Infinity, timeout, abortAt);
  const told = (): string[] => {
    if (at === left) return [];
    if (decisive?.[0] !== at) return [at === abortAt ? 'aborted' : 'ERR_TIMEOUT'];
    if (decisive[1] === 'next') return ['online', 'complete'];
    return [decisive[1] === 'error' ? 'failed' : 'ERR_STATES_ENDED'];
  };
  return { told: told().map((what) => [at, what]), subscriptions: [[0, at]], leftOver: 0 };
}

function heard({ source, timeout, abortAt, left }: Case, options: PlayOptions = {}) {
  let played: Played<StateMarble> | undefined;
  const controller = new AbortController();
  const { timeline, leftOver } = play(
    ({ hot, scheduler }) => {
      played = hot(source);
      const waiting = played.pipe(waitForOnline({ timeout, signal: controller.signal, scheduler }));
      hot([[abortAt, 'next', 'aborted']]).subscribe((reason) => controller.abort(reason));
      return waiting;
    },
    { left, ...options },
  );
  const told = timeline.map(([at, kind, what]) => {
    if (kind === 'complete') return [at, kind];
    return [at, what instanceof OfflineStateError ? what.code : what];
  });
  return { told, subscriptions: played!.subscriptions, leftOver };
}

const aCase: fc.Arbitrary<Case> = fc.record({
  source: timelines({ maxLength: 6 }),
  timeout: fc.option(anyTime(30), { nil: undefined }),
  abortAt: anyTime(60),
  left: fc.integer({ min: 1, max: 60 }),
});

describe('waitForOnline, over any states', () => {
  testAgainstModel(
    'ends with what comes first, once, and leaves its source and the scheduler then',
    aCase,
    { heard, model },
  );
});
