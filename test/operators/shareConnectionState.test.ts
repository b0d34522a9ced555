import { asyncScheduler, concat, EMPTY, NEVER, of, range, Subject, take, throwError } from 'rxjs';
import { shareConnectionState, type ShareConnectionStateOptions } from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

interface Diagram {
  readonly options?: ShareConnectionStateOptions;
  readonly source: string;
  readonly subscribed: string | string[];
  /** When each subscriber comes and goes, and what it gets. */
  readonly subscribers: readonly (readonly [stays: string, gets: string])[];
}

function expectShared({ options, source, subscribed, subscribers }: Diagram): void {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const input = hot<StateMarble>(source, states);
    const shared = input.pipe(shareConnectionState(options));
    for (const [stays, gets] of subscribers) expectObservable(shared, stays).toBe(gets, states);
    expectSubscriptions(input.subscriptions).toBe(subscribed);
  });
}

describe('shareConnectionState: the mandatory cases', () => {
  test('stays silent when the source never emits', () => {
    expectShared({ source: '-', subscribed: '^', subscribers: [['^', '-']] });
  });

  test('completes with a source that is empty, for all', () => {
    expectShared({
      source: '    ---|',
      subscribed: '^--!',
      subscribers: [
        ['         ^---', '---|'],
        ['         -^--', '---|'],
      ],
    });
  });

  test('gives one state to all, and to who comes late at once', () => {
    expectShared({
      source: '    --n---',
      subscribed: '^----!',
      subscribers: [
        ['         ^----!', '--n---'],
        ['         ----^!', '----n-'],
      ],
    });
  });

  test('gives many states, to who comes late from the latest on', () => {
    expectShared({
      source: '    n---f-----n------',
      subscribed: '^-------------!--',
      subscribers: [
        ['         ^------!---------', 'n---f---'],
        ['         -----^--------!--', '-----f----n---'],
      ],
    });
  });

  test('gives an error to all; who comes afterwards subscribes anew', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const input = cold<StateMarble>('n-f-#', states);
      const shared = input.pipe(shareConnectionState());
      expectObservable(shared, '^------').toBe('  n-f-#', states);
      expectObservable(shared, '---^---').toBe('  ---f#', states);
      expectObservable(shared, '------^-').toBe(' ------n-f-#', states);
      expectSubscriptions(input.subscriptions).toBe(['^---!', '------^---!']);
    });
  });

  test('leaves the source at once when the last subscriber leaves early, and begins anew', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const input = cold<StateMarble>('n-f---', states);
      const shared = input.pipe(shareConnectionState());
      expectObservable(shared, '^---!---').toBe(' n-f-', states);
      expectObservable(shared, '-----^--!').toBe('-----n-f', states);
      expectSubscriptions(input.subscriptions).toBe(['^---!', '-----^--!']);
    });
  });

  test('goes on after a next that throws, for the others and for who threw', () => {
    const seen: string[] = [];
    const errors = unhandledErrors(() => {
      const source = new Subject<StateMarble>();
      const shared = source.pipe(shareConnectionState());
      shared.subscribe((state) => {
        throw new Error(state);
      });
      shared.subscribe((state) => seen.push(state));
      source.next('online');
      source.next('offline');
    });
    expect(seen).toEqual(['online', 'offline']);
    expect(errors).toEqual([new Error('online'), new Error('offline')]);
  });

  test('tells all the same in the same order, whatever is caused inside next', () => {
    const source = new Subject<StateMarble>();
    const shared = source.pipe(shareConnectionState());
    const seen: string[] = [];
    shared.subscribe({
      next: (state) => {
        seen.push(`first ${state}`);
        if (state === 'online') source.next('offline');
        else source.complete();
      },
      complete: () => seen.push('first ends'),
    });
    shared.subscribe({
      next: (state) => seen.push(`second ${state}`),
      complete: () => seen.push('second ends'),
    });
    source.next('online');
    expect(seen).toEqual([
      ...['first online', 'second online'],
      ...['first offline', 'second offline'],
      ...['first ends', 'second ends'],
    ]);
  });

  test('gives who subscribes inside next the state that is being told, once', () => {
    const source = new Subject<StateMarble>();
    const shared = source.pipe(shareConnectionState());
    const seen: string[] = [];
    shared.pipe(take(1)).subscribe(() => {
      shared.subscribe((state) => seen.push(state));
    });
    source.next('online');
    source.next('offline');
    expect(seen).toEqual(['online', 'offline']);
  });

  test('can be left inside next, also when the source emits while it is being subscribed', () => {
    let produced = 0;
    const many = range(0, 1_000);
    many.pipe(shareConnectionState(), take(3)).subscribe(() => (produced += 1));
    expect(produced).toBe(3);
    const source = new Subject<StateMarble>();
    const shared = source.pipe(shareConnectionState());
    const seen: string[] = [];
    const others = [shared, shared].map((one) =>
      one.subscribe((state) => {
        seen.push(state);
        others.forEach((other) => other.unsubscribe());
      }),
    );
    source.next('online');
    expect(seen).toEqual(['online']);
    expect(source.observed).toBe(false);
  });
});

describe('shareConnectionState: lingering', () => {
  afterEach(() => jest.useRealTimers());

  test('keeps the source for lingerMs after the last subscriber, then leaves it', () => {
    expectShared({
      options: { lingerMs: 3 },
      source: '    n---f-----n------',
      subscribed: '^----------------!',
      subscribers: [
        ['         ^------!', 'n---f---'],
        ['         -----^--------!', '-----f----n---'],
      ],
    });
  });

  test('gives who comes while it lingers the latest state, and does not subscribe again', () => {
    expectShared({
      options: { lingerMs: 3 },
      source: '    n--f---u-----------',
      subscribed: '^------------!',
      subscribers: [
        ['         ^-!', 'n--'],
        ['         ----^-!', '----f--'],
        ['         --------^-!', '--------u--'],
      ],
    });
  });

  test.each<[string, (source: Subject<StateMarble>) => void]>([
    ['completes', (source) => source.complete()],
    ['errors', (source) => source.error('broken')],
  ])('leaves no timer behind when the source %s while it lingers', (_name, end) => {
    jest.useFakeTimers();
    const source = new Subject<StateMarble>();
    const shared = source.pipe(shareConnectionState({ lingerMs: 1_000 }));
    shared.subscribe().unsubscribe();
    expect(jest.getTimerCount()).toBe(1);
    end(source);
    expect(jest.getTimerCount()).toBe(0);
    expect(source.observed).toBe(false);
  });

  test.each([
    ['the default scheduler', {}],
    ['asyncScheduler', { scheduler: asyncScheduler }],
  ])('lingers by real timers of %s as by marbles', (_name, options) => {
    jest.useFakeTimers();
    const source = new Subject<StateMarble>();
    const shared = source.pipe(shareConnectionState({ ...options, lingerMs: 1_000 }));
    shared.subscribe().unsubscribe();
    jest.advanceTimersByTime(999);
    expect(source.observed).toBe(true);
    shared.subscribe().unsubscribe();
    jest.advanceTimersByTime(999);
    expect(source.observed).toBe(true);
    jest.advanceTimersByTime(1);
    expect(source.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('measures with no other scheduler than the one it is given, and with none for 0', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }, scheduler) => {
      const input = hot<StateMarble>('n-----', states);
      const shared = input.pipe(shareConnectionState({ lingerMs: 2, scheduler }));
      expectObservable(shared, '^-!').toBe('n--', states);
      expectSubscriptions(input.subscriptions).toBe('^---!');
    });
    const scheduler = { now: jest.fn(), schedule: jest.fn() };
    NEVER.pipe(shareConnectionState({ scheduler })).subscribe().unsubscribe();
    expect(scheduler.schedule).not.toHaveBeenCalled();
  });
});

describe('shareConnectionState, one operator for several sources', () => {
  test('shares each apart, whatever ends it', () => {
    const operator = shareConnectionState<string>();
    const seen: unknown[] = [];
    for (const source of [
      of('a'),
      EMPTY,
      concat(
        of('b'),
        throwError(() => 'broken'),
      ),
    ]) {
      source.pipe(operator).subscribe({
        next: (value) => seen.push(value),
        error: (error) => seen.push(error),
        complete: () => seen.push('complete'),
      });
    }
    expect(seen).toEqual(['a', 'complete', 'complete', 'b', 'broken']);
  });
});
