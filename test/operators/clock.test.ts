import {
  asyncScheduler,
  firstValueFrom,
  map,
  merge,
  type Observable,
  type SchedulerLike,
  skip,
  Subject,
  tap,
  timer,
  VirtualTimeScheduler,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import {
  connectionUptime,
  debounceConnectionState,
  detectFlapping,
  withDuration,
} from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { timedOperators } from './timedOperators.js';

const hour = 3_600_000;
const year2000 = Date.UTC(2000, 0, 1);

const states: readonly (readonly [at: number, state: StateMarble])[] = [
  [0, 'online'],
  [2, 'offline'],
  [4, 'online'],
  [6, 'offline'],
  [9, 'online'],
  [15, 'offline'],
  [31, 'online'],
  [33, 'unknown'],
  [34, 'online'],
  [60, 'offline'],
  [70, 'online'],
];
const end = 120;

interface Time {
  /** What the operators are given; they use the default one without it. */
  readonly scheduler?: SchedulerLike;
  readonly now: () => number;
  readonly at: (time: number, act: () => void) => void;
  /** Lets `end` milliseconds pass. */
  readonly pass: () => void;
}

type Clock = (body: (time: Time) => void) => void;

/** Jest's; what is not faked does not know of the time that passes. */
const fakeTimers =
  (...doNotFake: ('Date' | 'performance')[]): Clock =>
  (body) => {
    jest.useFakeTimers({ now: year2000, doNotFake });
    let now = 0;
    try {
      body({
        now: () => now,
        at: (time, act) => setTimeout(act, time),
        pass() {
          while (now++ < end) jest.advanceTimersByTime(1);
        },
      });
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  };

const virtualTime: Clock = (body) => {
  const scheduler = new VirtualTimeScheduler();
  body({
    scheduler,
    now: () => scheduler.now(),
    at: (time, act) => scheduler.schedule(act, time),
    pass() {
      scheduler.maxFrames = end;
      scheduler.flush();
    },
  });
};

const runMode: Clock = (body) => {
  const scheduler = new TestScheduler(() => undefined);
  scheduler.run(() =>
    body({
      now: () => scheduler.now(),
      at: (time, act) => scheduler.schedule(act, time),
      pass() {
        scheduler.maxFrames = end;
        scheduler.flush();
        scheduler.actions.splice(0);
      },
    }),
  );
};

/** What is emitted, and when, while the wall clock is set to `steps`, in milliseconds from where it was. */
function emitted(
  clock: Clock,
  build: (state$: Observable<StateMarble>, options: object) => Observable<unknown>,
  steps: Readonly<Record<number, number>> = {},
  set: (step: number) => void = setNow,
): readonly unknown[] {
  const heard: unknown[] = [];
  clock(({ now, at, pass, scheduler }) => {
    const source = new Subject<StateMarble>();
    const subscription = build(source, scheduler === undefined ? {} : { scheduler }).subscribe(
      (value) => heard.push([now(), value]),
    );
    for (const [time, step] of Object.entries(steps)) at(Number(time), () => set(step));
    for (const [time, state] of states) {
      if (time === 0) source.next(state);
      else at(time, () => source.next(state));
    }
    pass();
    subscription.unsubscribe();
  });
  Date.now = realNow;
  return heard;
}

const realNow = Date.now;

/** Sets the clock of the day alone; each time from where it is. */
function setNow(step: number): void {
  const { now } = Date;
  Date.now = () => now() + step;
}

describe.each(timedOperators)('%s', (_name, build) => {
  const expected = emitted(virtualTime, build);

  test.each([
    ['the virtual time of a TestScheduler in run mode', runMode],
    ['fake timers', fakeTimers()],
    ['fake timers that leave performance alone', fakeTimers('performance')],
    ['fake timers that leave Date alone', fakeTimers('Date')],
  ])('sees the time that passes by %s, without a scheduler', (_clock, clock) => {
    expect(expected).not.toEqual([]);
    expect(emitted(clock, build)).toEqual(expected);
  });

  test('sees virtual time also where Date.now stands still at 0, as virtual time begins', () => {
    const standing: Clock = (body) => {
      Date.now = () => 0;
      runMode(body);
    };
    expect(emitted(standing, build)).toEqual(expected);
  });

  const setSystemTime = (step: number) => jest.setSystemTime(Date.now() + step);
  test.each([
    ['set back', { 3: -hour, 7: -1, 16: -hour, 62: -50 * 365 * 24 * hour }],
    ['set forward', { 3: 8 * hour, 7: 1, 16: hour, 62: 50 * 365 * 24 * hour }],
    ['set back and forward', { 1: -5, 5: 20, 14: -30, 30: hour, 35: -hour, 65: 7 }],
  ])('emits the same at the same time when the wall clock is %s', (_how, steps) => {
    expect(emitted(fakeTimers(), build, steps, setSystemTime)).toEqual(expected);
    expect(emitted(fakeTimers(), build, steps)).toEqual(expected);
    expect(emitted(fakeTimers('Date'), build, steps)).toEqual(expected);
    expect(emitted(runMode, build, steps)).toEqual(expected);
    expect(emitted(virtualTime, build, steps)).toEqual(expected);
  });
});

describe('by the real clocks', () => {
  afterEach(() => {
    Date.now = realNow;
  });

  describe.each([
    ['of the delay', { offline: 30 }],
    ['of maxWait', { offline: 1e6, maxWait: 30 }],
  ])('a pending state passes at the end %s', (_which, options) => {
    test.each([
      ['an hour back', -hour],
      ['an hour forward', hour],
      ['to 1970', -Date.now()],
    ])('though Date.now is set %s', async (_how, step) => {
      const source = new Subject<StateMarble>();
      const second = firstValueFrom(source.pipe(debounceConnectionState(options), skip(1)));
      source.next('online');
      source.next('offline');
      setNow(step);
      await expect(second).resolves.toBe('offline');
    });
  });

  test('a duration is in whole milliseconds, and what the wall clock was set by is not in it', async () => {
    const source = new Subject<StateMarble>();
    const second = firstValueFrom(source.pipe(withDuration(), skip(1)));
    const before = performance.now();
    source.next('online');
    await firstValueFrom(timer(5));
    setNow(-hour);
    source.next('offline');
    const { previous } = await second;
    const most = performance.now() - before + 1;
    expect(Number.isInteger(previous?.duration)).toBe(true);
    expect(previous?.duration).toBeGreaterThan(0);
    expect(previous?.duration).toBeLessThanOrEqual(most);
  });
});

describe('after eight hours asleep', () => {
  /** Both clocks go on meanwhile, as they do on Windows; then every timer is late. */
  function sleep(): void {
    for (const clock of [Date, performance]) {
      const now = clock.now.bind(clock);
      jest.spyOn(clock, 'now').mockImplementation(() => now() + 8 * hour);
    }
  }
  afterEach(() => jest.restoreAllMocks());

  test('what was pending passes once, and what comes after waits for its own delay', async () => {
    const settle = debounceConnectionState({ offline: 20 });
    const [before, after] = [new Subject<StateMarble>(), new Subject<StateMarble>()];
    const told: string[] = [];
    const both = merge(
      before.pipe(
        settle,
        map((state) => `before: ${state}`),
      ),
      after.pipe(
        settle,
        map((state) => `after: ${state}`),
      ),
    ).pipe(
      tap((one) => told.push(one)),
      skip(3),
    );
    const all = firstValueFrom(both);
    before.next('online');
    after.next('online');
    before.next('offline');
    sleep();
    const slept = performance.now();
    after.next('offline');
    await all;
    expect(told.slice(2)).toEqual(['before: offline', 'after: offline']);
    expect(performance.now() - slept).toBeGreaterThan(18); // a timer of Node's may be a millisecond early
  });

  test('changes from before it do not count as flapping', () => {
    const source = new Subject<StateMarble>();
    const seen: boolean[] = [];
    source
      .pipe(detectFlapping({ window: hour, transitions: 1, settle: hour }))
      .subscribe(({ flapping }) => seen.push(flapping));
    source.next('online');
    source.next('offline');
    sleep();
    source.next('online');
    expect(seen).toEqual([false, false, false]);
  });

  test('the hours belong to the state that held', () => {
    const source = new Subject<StateMarble>();
    const seen: unknown[] = [];
    const subscription = source
      .pipe(connectionUptime({ window: hour }))
      .subscribe(({ share }) => seen.push(share));
    source.next('online');
    source.next('offline');
    sleep();
    source.next('online');
    subscription.unsubscribe();
    // The second is 1 when a millisecond has passed by then.
    expect(seen).toEqual([1, expect.any(Number), 0]);
  });
});

test('asyncScheduler given by name is the default one', () => {
  const [[, build]] = timedOperators as [(typeof timedOperators)[number]];
  const clock = fakeTimers('performance');
  expect(
    emitted((body) => clock((time) => body({ ...time, scheduler: asyncScheduler })), build),
  ).toEqual(emitted(clock, build));
});
