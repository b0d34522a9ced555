import fc from 'fast-check';
import { NEVER } from 'rxjs';
import { debounceConnectionState, type DebounceConnectionStateOptions } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { play, type PlayOptions, type Played } from './play.js';
import { testModel, testModelByTimers } from './properties.js';
import { anyTime, type Moment, type Timeline, timelines } from './timelines.js';

type Delays = Omit<DebounceConnectionStateOptions, 'scheduler'>;

interface Case {
  readonly source: Timeline;
  readonly options: Delays;
  readonly left: number | undefined;
}

const anyDelays: fc.Arbitrary<Delays> = fc.record(
  {
    online: fc.nat({ max: 8 }),
    offline: fc.nat({ max: 8 }),
    unknown: fc.nat({ max: 8 }),
    maxWait: fc.nat({ max: 20 }),
    debounceFirst: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** What the operator is to do, by a look at each millisecond. */
function expected(source: Timeline, options: Delays, left = Infinity): Timeline {
  const { maxWait = Infinity, debounceFirst = false } = options;
  const out: Moment<StateMarble>[] = [];
  let current: StateMarble | undefined;
  let reported: StateMarble | undefined;
  let held = 0;
  let away = 0;
  const delayOf = (state: StateMarble): number => options[state] ?? 0;
  const report = (now: number, state: StateMarble): void => {
    out.push([now, 'next', state]);
    reported = state;
    away = 0;
  };
  const rest = (): void => {
    if (current !== undefined && current === reported && held >= delayOf(current)) away = 0;
  };
  const look = (now: number): void => {
    rest();
    if (current === undefined || current === reported) return;
    if (held >= delayOf(current) || away >= maxWait) report(now, current);
    else if (reported === undefined && !debounceFirst) report(now, current);
  };
  const last = (source.at(-1)?.[0] ?? 0) + 10;
  for (let now = 0; now <= last && now < left; ++now) {
    for (const moment of source.filter(([at]) => at === now)) {
      if (moment[1] === 'complete' && current !== undefined && current !== reported) {
        report(now, current);
      }
      if (moment[1] !== 'next') return [...out, moment];
      if (moment[2] === current) continue;
      current = moment[2];
      held = 0;
      look(now);
    }
    look(now);
    ++held;
    if (current !== reported) ++away;
    rest();
  }
  return out;
}

const endOf = (source: Timeline): number =>
  source.at(-1)?.[1] === 'next' ? Infinity : (source.at(-1)?.[0] ?? Infinity);

function model({ source, options, left = Infinity }: Case) {
  return {
    // What comes while it is being subscribed, at 0, comes before that.
    told: expected(source, options, Math.max(left, 1)),
    subscriptions: [[0, Math.min(left, endOf(source))]],
    leftOver: 0,
  };
}

function heard({ source, options, left }: Case, playing: PlayOptions = {}) {
  let played: Played<StateMarble> | undefined;
  const { timeline, leftOver } = play(
    ({ cold, scheduler }) => {
      played = cold(source);
      return played.pipe(debounceConnectionState({ ...options, scheduler }));
    },
    { left, ...playing },
  );
  return { told: timeline, subscriptions: played!.subscriptions, leftOver };
}

const aCase = (left: fc.Arbitrary<number | undefined>): fc.Arbitrary<Case> =>
  fc.record({ source: timelines(), options: anyDelays, left });

describe('debounceConnectionState: whatever the source does', () => {
  testModel(
    'emits what its definition says, when it says, and ends with its source',
    aCase(fc.constant(undefined)),
    { heard, model },
  );

  testModel(
    'emits nothing from when it is left on, and leaves its source and the scheduler then',
    aCase(anyTime()),
    { heard, model },
  );

  testModelByTimers(aCase(fc.option(anyTime(), { nil: undefined })), { heard, model });

  testModel(
    'treats each account by itself, though they share a timer',
    fc.tuple(fc.array(timelines(), { maxLength: 4 }), anyDelays),
    {
      heard: ([sources, options]) => {
        const debounced = debounceConnectionState<StateMarble>(options);
        const told: Moment<StateMarble>[][] = sources.map(() => []);
        play(({ hot, now }) => {
          const accounts = sources.map((source) => hot(source)); // before any timer of the operator's
          accounts.forEach((account, index) => {
            account.pipe(debounced).subscribe({
              next: (state) => told[index]!.push([now(), 'next', state]),
              error: (error) => told[index]!.push([now(), 'error', error]),
              complete: () => told[index]!.push([now(), 'complete']),
            });
          });
          return NEVER;
        });
        return told;
      },
      model: ([sources, options]) => sources.map((source) => expected(source, options)),
    },
  );
});
