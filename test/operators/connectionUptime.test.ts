import { asyncScheduler, of, Subject, take, tap } from 'rxjs';
import { connectionUptime, type ConnectionUptimeOptions } from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

const figures = (online: number, offline: number, unknown: number, share?: number) => ({
  share: share ?? (online + offline > 0 ? online / (online + offline) : undefined),
  online,
  offline,
  unknown,
});

const values = {
  a: figures(0, 0, 0, 1),
  b: figures(2, 0, 0),
  c: figures(4, 0, 0),
  d: figures(4, 2, 0),
  e: figures(4, 4, 0),
  f: figures(2, 6, 0),
  g: figures(0, 8, 0),
  h: figures(0, 0, 0),
  i: figures(0, 0, 2),
  j: figures(0, 0, 2, 0),
  k: figures(0, 2, 2),
};

const options = { window: 8, every: 2 };

interface Diagram {
  readonly options?: ConnectionUptimeOptions;
  readonly source: string;
  readonly subscribed: string;
  readonly output: string;
  readonly left?: string;
}

function expectUptime({ source, subscribed, output, left, ...rest }: Diagram): void {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const input = hot<StateMarble>(source, states);
    const uptime = input.pipe(connectionUptime(rest.options ?? options));
    expectObservable(uptime, left).toBe(output, values);
    expectSubscriptions(input.subscriptions).toBe(subscribed);
  });
}

describe('connectionUptime', () => {
  afterEach(() => jest.useRealTimers());

  test('is silent with a source that never emits, and completes with one that is empty', () => {
    expectUptime({ source: '-', subscribed: '^', output: '-' });
    expectUptime({ source: '--|', subscribed: '^-!', output: '--|' });
  });

  test('tells at one state, then while the figures change', () => {
    expectUptime({
      options: { window: 4, every: 2 },
      source: '    n---------|',
      subscribed: '^---------!',
      output: '    a-b-c-----|',
    });
  });

  test('tells at each of many changes, and between them as the window slides along', () => {
    expectUptime({
      source: '    n---f--------------',
      subscribed: '^------------------',
      output: '    a-b-c-d-e-f-g------',
    });
  });

  test('leaves unknown time out of the share, and tells it apart', () => {
    expectUptime({
      source: '    u-f--|',
      subscribed: '^----!',
      output: '    h-j-k|',
    });
    expectUptime({ source: 'u--|', subscribed: '^--!', output: 'h-i|' });
  });

  test('passes an error at once, and is silent once it is left early', () => {
    expectUptime({ source: 'n--#', subscribed: '^--!', output: 'a-b#' });
    expectUptime({ source: 'n--f', subscribed: '^--!', left: '^--!', output: 'a-b' });
  });

  test('goes on after a next that throws, and the error is reported', () => {
    const seen: unknown[] = [];
    const errors = unhandledErrors(() => {
      of('online' as const, 'offline' as const)
        .pipe(connectionUptime(options))
        .subscribe(({ share }) => {
          seen.push(share);
          throw new Error('broken');
        });
    });
    expect(seen).toEqual([1, 0]);
    expect(errors).toHaveLength(2);
  });

  test('takes states that are caused inside next, and can be left there', () => {
    jest.useFakeTimers(); // in which no time passes
    const source = new Subject<StateMarble>();
    const seen: unknown[] = [];
    source.pipe(connectionUptime(options), take(3)).subscribe(({ share }) => {
      seen.push(share);
      source.next(share === 1 ? 'offline' : 'unknown');
    });
    source.next('online');
    expect(seen).toEqual([1, 0, undefined]);
    expect(source.observed).toBe(false);
    let produced = 0;
    of<StateMarble[]>('online', 'offline', 'online')
      .pipe(
        tap(() => (produced += 1)),
        connectionUptime(options),
        take(2),
      )
      .subscribe();
    expect(produced).toBe(2);
  });

  test('measures with the scheduler it is given', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }, scheduler) => {
      const input = hot<StateMarble>('n---f--------|', states);
      const uptime = input.pipe(connectionUptime({ ...options, scheduler }));
      expectObservable(uptime).toBe('a-b-c-d-e-f-g|', values);
      expectSubscriptions(input.subscriptions).toBe('^------------!');
    });
  });

  test.each([
    ['the default scheduler', {}],
    ['asyncScheduler', { scheduler: asyncScheduler }],
  ])(
    'tells each sixtieth of the window by timers of %s, and has none when it is full',
    (_n, time) => {
      jest.useFakeTimers({ now: 0 });
      const source = new Subject<StateMarble>();
      const seen: (number | undefined)[] = [];
      const subscription = source
        .pipe(connectionUptime({ window: 60_000, ...time }))
        .subscribe(({ share }) => seen.push(share));
      source.next('online');
      jest.advanceTimersByTime(60_000);
      expect(seen).toHaveLength(61);
      expect(jest.getTimerCount()).toBe(0);
      source.next('offline');
      jest.advanceTimersByTime(30_000);
      expect(seen.at(-1)).toBe(0.5);
      subscription.unsubscribe();
      expect(jest.getTimerCount()).toBe(0);
    },
  );
});
