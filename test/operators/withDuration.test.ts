import { asyncScheduler, of, Subject, take, tap } from 'rxjs';
import { withDuration } from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

const values = {
  a: { state: 'online', since: 0 },
  b: { state: 'offline', since: 5, previous: { state: 'online', duration: 5 } },
  c: { state: 'online', since: 8, previous: { state: 'offline', duration: 3 } },
  u: { state: 'unknown', since: 8, previous: { state: 'offline', duration: 3 } },
} as const;

function expectDurations(source: string, subscribed: string, output: string, left?: string): void {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const input = hot<StateMarble>(source, states);
    expectObservable(input.pipe(withDuration()), left).toBe(output, values);
    expectSubscriptions(input.subscriptions).toBe(subscribed);
  });
}

describe('withDuration', () => {
  afterEach(() => jest.useRealTimers());

  test('is silent with a source that never emits, and completes with one that is empty', () => {
    expectDurations('-', '^', '-');
    expectDurations('--|', '^-!', '--|');
  });

  test('says of one state since when it holds, and of nothing before it', () => {
    expectDurations('n-----|', '^-----!', 'a-----|');
  });

  test('has no property for what was not before it', () => {
    const seen: object[] = [];
    of('online' as const)
      .pipe(withDuration())
      .subscribe((state) => seen.push(state));
    expect(seen.map(Object.keys)).toEqual([['state', 'since']]);
  });

  test('says of many how long the one before held', () => {
    expectDurations('n----f--n--', '^----------', 'a----b--c--');
    expectDurations('n----f--u--', '^----------', 'a----b--u--');
  });

  test('does not begin a state anew that repeats itself', () => {
    expectDurations('n-nn-f-fn--', '^----------', 'a----b--c--');
  });

  test('passes an error at once, and says nothing once it is left early', () => {
    expectDurations('n----f-#', '^------!', 'a----b-#');
    expectDurations('n----f--n', '^-----!--', 'a----b', '^-----!--');
  });

  test('goes on after a next that throws, and the error is reported', () => {
    const seen: string[] = [];
    const errors = unhandledErrors(() => {
      of('online' as const, 'offline' as const)
        .pipe(withDuration())
        .subscribe(({ state }) => {
          seen.push(state);
          throw new Error(state);
        });
    });
    expect(seen).toEqual(['online', 'offline']);
    expect(errors).toEqual(seen.map((state) => new Error(state)));
  });

  test('takes states that are caused inside next, and can be left there', () => {
    const source = new Subject<StateMarble>();
    const seen: unknown[] = [];
    source.pipe(withDuration(), take(3)).subscribe(({ state, previous }) => {
      seen.push([state, previous?.state]);
      source.next(state === 'online' ? 'offline' : 'online');
    });
    source.next('online');
    expect(seen).toEqual([
      ['online', undefined],
      ['offline', 'online'],
      ['online', 'offline'],
    ]);
    expect(source.observed).toBe(false);
    let produced = 0;
    of<StateMarble[]>('online', 'offline', 'online')
      .pipe(
        tap(() => (produced += 1)),
        withDuration(),
        take(2),
      )
      .subscribe();
    expect(produced).toBe(2);
  });

  test.each([
    ['the default scheduler', {}],
    ['asyncScheduler', { scheduler: asyncScheduler }],
  ])('tells by the clock of %s, and schedules nothing', (_name, options) => {
    jest.useFakeTimers({ now: 1_000 });
    const source = new Subject<{ state: StateMarble; reason?: string }>();
    const seen: unknown[] = [];
    source.pipe(withDuration(options)).subscribe((one) => seen.push(one));
    source.next({ state: 'unknown', reason: 'not-running' });
    jest.advanceTimersByTime(500);
    source.next({ state: 'unknown', reason: 'not-answering' });
    jest.advanceTimersByTime(1_500);
    source.next({ state: 'online' });
    jest.advanceTimersByTime(1_000);
    source.next({ state: 'offline' });
    expect(seen).toEqual([
      { state: 'unknown', since: 1_000 },
      { state: 'online', since: 3_000, previous: { state: 'unknown', duration: 2_000 } },
      { state: 'offline', since: 4_000, previous: { state: 'online', duration: 1_000 } },
    ]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
