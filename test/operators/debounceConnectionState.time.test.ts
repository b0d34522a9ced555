import { asyncScheduler, of, Subject, type Subscription, VirtualTimeScheduler } from 'rxjs';
import { debounceConnectionState } from 'rx-outlook/operators';
import { marbles, type StateMarble, states } from './marbles.js';

const offline5 = { offline: 5 };

describe('debounceConnectionState: time', () => {
  afterEach(() => jest.useRealTimers());

  test('measures with the scheduler it is given', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }, scheduler) => {
      const input = hot<StateMarble>('n--f------', states);
      const debounced = input.pipe(debounceConnectionState({ ...offline5, scheduler }));
      expectObservable(debounced).toBe('     n-------f-', states);
      expectSubscriptions(input.subscriptions).toBe('^---------');
    });
  });

  test('measures with no other scheduler than the one it is given', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<StateMarble>();
    const seen: [number, string][] = [];
    source
      .pipe(debounceConnectionState({ ...offline5, scheduler }))
      .subscribe((state) => seen.push([scheduler.now(), state]));
    source.next('online');
    source.next('offline');
    scheduler.flush();
    expect(seen).toEqual([
      [0, 'online'],
      [5, 'offline'],
    ]);
  });

  test('does not use the scheduler for a delay of 0', () => {
    const scheduler = { now: jest.fn(), schedule: jest.fn() };
    const seen: unknown[] = [];
    of('online' as const, 'offline' as const, 'unknown' as const)
      .pipe(debounceConnectionState({ scheduler }))
      .subscribe({ next: (state) => seen.push(state), complete: () => seen.push('complete') });
    expect(seen).toEqual(['online', 'offline', 'unknown', 'complete']);
    expect(scheduler.schedule).not.toHaveBeenCalled();
  });

  test.each([
    ['the default scheduler', {}],
    ['asyncScheduler', { scheduler: asyncScheduler }],
  ])('does with real timers of %s what it does with marbles', (_name, options) => {
    jest.useFakeTimers();
    const source = new Subject<StateMarble>();
    const seen: string[] = [];
    const debounced = source.pipe(debounceConnectionState({ ...options, offline: 5_000 }));
    debounced.subscribe((state) => seen.push(state));

    source.next('online');
    expect(seen).toEqual(['online']);
    source.next('offline');
    jest.advanceTimersByTime(4_999);
    source.next('online');
    jest.advanceTimersByTime(10_000);
    expect(seen).toEqual(['online']);
    source.next('offline');
    jest.advanceTimersByTime(4_999);
    source.next('offline');
    expect(seen).toEqual(['online']);
    jest.advanceTimersByTime(1);
    expect(seen).toEqual(['online', 'offline']);
    source.next('online');
    expect(seen).toEqual(['online', 'offline', 'online']);
    expect(jest.getTimerCount()).toBe(0);
  });

  test.each<[string, (source: Subject<StateMarble>, subscription: Subscription) => void]>([
    [
      'unsubscribe',
      (_source, subscription) => {
        subscription.unsubscribe();
        subscription.unsubscribe();
      },
    ],
    [
      'an error',
      (source) => {
        source.error('broken');
      },
    ],
    [
      'completion',
      (source) => {
        source.complete();
      },
    ],
    [
      'unknown',
      (source) => {
        source.next('unknown');
      },
    ],
    [
      'a state that goes back',
      (source) => {
        source.next('online');
      },
    ],
  ])('leaves no timer behind after %s', (_name, end) => {
    jest.useFakeTimers();
    const source = new Subject<StateMarble>();
    const debounced = source.pipe(debounceConnectionState({ online: 5_000, offline: 5_000 }));
    const subscription = debounced.subscribe({ error: () => undefined });
    source.next('online');
    source.next('offline');
    expect(jest.getTimerCount()).toBe(1);
    end(source, subscription);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('stays silent after unsubscribe though the source goes on', () => {
    jest.useFakeTimers();
    const source = new Subject<StateMarble>();
    const seen: string[] = [];
    const subscription = source
      .pipe(debounceConnectionState({ offline: 5_000 }))
      .subscribe((state) => seen.push(state));
    source.next('online');
    source.next('offline');
    subscription.unsubscribe();
    source.next('unknown');
    jest.runAllTimers();
    expect(seen).toEqual(['online']);
    expect(source.observed).toBe(false);
  });
});
