import { asyncScheduler, concat, defer, NEVER, of, Subject, throwError } from 'rxjs';
import { retryWhenOnline, type RetryWhenOnlineOptions } from 'rx-outlook/operators';
import { expectRefusal, type StateMarble } from './marbles.js';

const online$ = concat(of('online' as const), NEVER);

/** When a source that always fails is tried, with fake timers. */
function attempts(options: RetryWhenOnlineOptions, value = false) {
  const times: number[] = [];
  const errors: unknown[] = [];
  const source = defer(() => {
    times.push(Date.now());
    const failure = throwError(() => 'failed');
    return value ? concat(of('value'), failure) : failure;
  });
  const subscription = source
    .pipe(retryWhenOnline(online$, options))
    .subscribe({ error: (error) => errors.push(error) });
  return { times, errors, subscription };
}

describe('retryWhenOnline: backoff', () => {
  beforeEach(() => jest.useFakeTimers({ now: 0 }));
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  test.each([
    ['the default scheduler', {}],
    ['asyncScheduler', { scheduler: asyncScheduler }],
  ])('begins with a second and doubles, up to a minute, on %s', (_name, options) => {
    const { times, subscription } = attempts(options);
    jest.advanceTimersByTime(183_000);
    const seconds = [0, 0, 1, 3, 7, 15, 31, 63, 123, 183];
    expect(times).toEqual(seconds.map((second) => second * 1_000));
    subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('has as its longest what it begins with, when that is more than a minute', () => {
    const { times, subscription } = attempts({ backoff: 90_000 });
    jest.advanceTimersByTime(270_000);
    expect(times).toEqual([0, 0, 90_000, 180_000, 270_000]);
    subscription.unsubscribe();
  });

  test('of 0 still lets others have their turn, however often it fails', () => {
    const { times, subscription } = attempts({ backoff: 0 });
    expect(times).toHaveLength(2);
    for (let turn = 0; turn < 2_000; turn += 1) jest.advanceTimersToNextTimer();
    expect(times).toHaveLength(2_002);
    subscription.unsubscribe();
  });

  test('starts over with each value, which earns no attempt at once', () => {
    const { times, subscription } = attempts({ backoff: 10 }, true);
    expect(times).toEqual([0, 0]);
    jest.advanceTimersByTime(30);
    expect(times).toEqual([0, 0, 10, 20, 30]);
    subscription.unsubscribe();
  });

  test('may be a function of the failures in a row', () => {
    const { times, subscription } = attempts({ backoff: (failures) => failures * 10 });
    jest.advanceTimersByTime(90);
    expect(times).toEqual([0, 0, 20, 50, 90]);
    subscription.unsubscribe();
  });

  test('errors with what is wrong with a delay that a function returns', () => {
    const { errors } = attempts({ backoff: () => -1 });
    const [error] = errors;
    expect(errors).toHaveLength(1);
    expectRefusal(error, 'ERR_INVALID_ARG_VALUE', 'options.backoff()');
  });

  test('is shortened by chance, by its share', () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const { times, subscription } = attempts({ backoff: 1_000, jitter: 0.4 });
    jest.advanceTimersByTime(2_400);
    expect(times).toEqual([0, 0, 800, 2_400]);
    subscription.unsubscribe();
  });

  test('ends with count failures in a row after the first, and the last error passes', () => {
    const { times, errors } = attempts({ backoff: 10, count: 2 });
    jest.runAllTimers();
    expect(times).toEqual([0, 0, 10]);
    expect(errors).toEqual(['failed']);
    expect(attempts({ count: 0 })).toMatchObject({ times: [10], errors: ['failed'] });
    const counted = attempts({ backoff: 10, count: 1 }, true);
    jest.advanceTimersByTime(100);
    expect(counted.errors).toEqual([]);
    counted.subscription.unsubscribe();
  });

  test('does not try a source whose line has failed already', () => {
    const subscribed = jest.fn(() => NEVER);
    const errors: unknown[] = [];
    const failed$ = throwError(() => 'the line');
    defer(subscribed)
      .pipe(retryWhenOnline(failed$))
      .subscribe({ error: (error) => errors.push(error) });
    expect(errors).toEqual(['the line']);
    expect(subscribed).not.toHaveBeenCalled();
  });

  test('has no timer while the connection is not online', () => {
    const state$ = new Subject<StateMarble>();
    const failing = throwError(() => 'failed').pipe(retryWhenOnline(state$));
    const subscription = failing.subscribe();
    expect(jest.getTimerCount()).toBe(0);
    state$.next('online');
    expect(jest.getTimerCount()).toBe(1);
    state$.next('offline');
    expect(jest.getTimerCount()).toBe(0);
    subscription.unsubscribe();
    expect(state$.observed).toBe(false);
  });
});

test.each([0, 1])('retryWhenOnline takes a jitter of %p', (jitter) => {
  expect(retryWhenOnline(NEVER, { jitter })).toEqual(expect.any(Function));
});
