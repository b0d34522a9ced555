import fc from 'fast-check';
import { NEVER } from 'rxjs';
import { debounceConnectionState, type DebounceConnectionStateOptions } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { play, type PlayOptions, type Played } from './play.js';
import { anyTime, type Moment, runs, timedRuns, type Timeline, timelines } from './timelines.js';

type Delays = Omit<DebounceConnectionStateOptions, 'scheduler'>;

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

/** What was heard, how the source was subscribed, and what was left on the scheduler. */
function actual(source: Timeline, options: Delays, playing: PlayOptions): unknown[] {
  let played: Played<StateMarble> | undefined;
  const { timeline, leftOver } = play((stage) => {
    played = stage.cold(source);
    return played.pipe(debounceConnectionState({ ...options, scheduler: stage.scheduler }));
  }, playing);
  return [timeline, played?.subscriptions, leftOver];
}

const endOf = (source: Timeline): number =>
  source.at(-1)?.[1] === 'next' ? Infinity : (source.at(-1)?.[0] ?? Infinity);

describe('debounceConnectionState: whatever the source does', () => {
  const anyCase = [timelines(), anyDelays] as const;

  test('emits what its definition says, when it says, and ends with its source', () => {
    fc.assert(
      fc.property(...anyCase, (source, options) => {
        expect(actual(source, options, {})).toEqual([
          expected(source, options),
          [[0, endOf(source)]],
          0,
        ]);
      }),
      runs,
    );
  });

  test('emits nothing from when it is left on, and leaves its source and the scheduler then', () => {
    fc.assert(
      fc.property(...anyCase, anyTime(), (source, options, left) => {
        expect(actual(source, options, { left })).toEqual([
          // What comes while it is being subscribed, at 0, comes before that.
          expected(source, options, Math.max(left, 1)),
          [[0, Math.min(left, endOf(source))]],
          0,
        ]);
      }),
      runs,
    );
  });

  test('does with the timers of asyncScheduler what it does in virtual time', () => {
    fc.assert(
      fc.property(...anyCase, fc.option(anyTime(), { nil: undefined }), (source, options, left) => {
        expect(actual(source, options, { left, time: 'timers' })).toEqual(
          actual(source, options, { left }),
        );
      }),
      timedRuns,
    );
  });

  test('treats each account by itself, though they share a timer', () => {
    fc.assert(
      fc.property(fc.array(timelines(), { maxLength: 4 }), anyDelays, (sources, options) => {
        const debounced = debounceConnectionState<StateMarble>(options);
        const heard: Moment<StateMarble>[][] = sources.map(() => []);
        play(({ hot, now }) => {
          const accounts = sources.map((source) => hot(source)); // before any timer of the operator's
          accounts.forEach((account, index) => {
            account.pipe(debounced).subscribe({
              next: (state) => heard[index]!.push([now(), 'next', state]),
              error: (error) => heard[index]!.push([now(), 'error', error]),
              complete: () => heard[index]!.push([now(), 'complete']),
            });
          });
          return NEVER;
        });
        expect(heard).toEqual(sources.map((source) => expected(source, options)));
      }),
      runs,
    );
  });
});
