import { merge, NEVER, of, range, Subject, take, tap } from 'rxjs';
import { bufferWhileOffline, type BufferWhileOfflineOptions } from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

interface Diagram {
  readonly options?: Partial<BufferWhileOfflineOptions>;
  readonly state: string;
  readonly followed: string;
  readonly source: string;
  readonly subscribed: string;
  readonly output: string;
  readonly error?: unknown;
  readonly left?: string;
}

const ample: BufferWhileOfflineOptions = { maxSize: 10, overflow: 'error' };

function expectBuffered({ options, state, followed, left, ...rest }: Diagram): void {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const state$ = hot<StateMarble>(state, states);
    const source = hot(rest.source);
    const buffered = source.pipe(bufferWhileOffline(state$, { ...ample, ...options }));
    expectObservable(buffered, left).toBe(rest.output, undefined, rest.error);
    expectSubscriptions(state$.subscriptions).toBe(followed);
    expectSubscriptions(source.subscriptions).toBe(rest.subscribed);
  });
}

describe('bufferWhileOffline: the mandatory cases', () => {
  test('stays silent when the source never emits', () => {
    expectBuffered({ state: 'nf', followed: '^-', source: '-', subscribed: '^', output: '-' });
  });

  test('completes with a source that is empty, also while offline', () => {
    expectBuffered({
      state: '     f----',
      followed: '  ^-!--',
      source: '    --|',
      subscribed: '^-!',
      output: '    --|',
    });
  });

  test('passes one value at once while online', () => {
    expectBuffered({
      state: '     n----',
      followed: '  ^----',
      source: '    --a--',
      subscribed: '^----',
      output: '    --a--',
    });
  });

  test('holds many while offline and gives them in order when online again', () => {
    expectBuffered({
      state: '     n--f---------n-----',
      followed: '  ^------------------',
      source: '    -a--b--c----------d',
      subscribed: '^------------------',
      output: '    -a-----------(bc)-d',
    });
  });

  test('passes an error of the source at once, and drops what is held', () => {
    expectBuffered({
      state: '     n-f------',
      followed: '  ^----!---',
      source: '    -a-b-#',
      subscribed: '^----!',
      output: '    -a---#',
    });
  });

  test('passes an error of state$ at once, and leaves the source', () => {
    expectBuffered({
      state: '     n-f--#',
      followed: '  ^----!',
      source: '    -a-b--c',
      subscribed: '^----!',
      output: '    -a---#',
    });
  });

  test('drops what is held and leaves both when it is left early', () => {
    expectBuffered({
      state: '     n-f---n',
      followed: '  ^----!',
      source: '    -a-b-',
      subscribed: '^----!',
      left: '      ^----!',
      output: '    -a---',
    });
  });

  test('goes on after a next that throws, and the error is reported', () => {
    const seen: number[] = [];
    const errors = unhandledErrors(() => {
      const state$ = new Subject<StateMarble>();
      range(0, 3)
        .pipe(bufferWhileOffline(state$, ample))
        .subscribe((value) => {
          seen.push(value);
          throw new Error(`${value}`);
        });
      state$.next('online');
    });
    expect(seen).toEqual([0, 1, 2]);
    expect(errors).toEqual(seen.map((value) => new Error(`${value}`)));
  });

  test('keeps the order of what is caused inside next', () => {
    const state$ = new Subject<StateMarble>();
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(bufferWhileOffline(state$, ample)).subscribe((value) => {
      seen.push(value);
      if (value.length < 3) source.next(`${value}+`);
    });
    source.next('a');
    source.next('b');
    state$.next('online');
    expect(seen).toEqual(['a', 'b', 'a+', 'b+', 'a++', 'b++']);
  });

  test('holds the rest when the connection is lost inside next, and begins with it', () => {
    const state$ = new Subject<StateMarble>();
    const seen: number[] = [];
    const subscription = merge(range(0, 4), NEVER)
      .pipe(bufferWhileOffline(state$, ample))
      .subscribe((value) => {
        seen.push(value);
        if (value === 1) state$.next('offline');
        if (value === 2) {
          state$.next('unknown');
          state$.next('online');
          expect(seen).toEqual([0, 1, 2]);
        }
      });
    state$.next('online');
    expect(seen).toEqual([0, 1]);
    state$.next('online');
    expect(seen).toEqual([0, 1, 2, 3]);
    subscription.unsubscribe();
    expect(state$.observed).toBe(false);
  });

  test('can be left inside next, also while either is being subscribed', () => {
    let produced = 0;
    const many = range(0, 1_000).pipe(tap(() => (produced += 1)));
    const seen: number[] = [];
    many
      .pipe(bufferWhileOffline(of('online' as const), ample), take(3))
      .subscribe((value) => seen.push(value));
    expect(seen).toEqual([0, 1, 2]);
    expect(produced).toBe(3);
    const state$ = new Subject<StateMarble>();
    merge(of(7, 8, 9), NEVER)
      .pipe(bufferWhileOffline(state$, ample), take(2))
      .subscribe((value) => seen.push(value));
    state$.next('online');
    expect(seen).toEqual([0, 1, 2, 7, 8]);
    expect(state$.observed).toBe(false);
  });
});

describe('bufferWhileOffline: what counts as online', () => {
  test('holds before the first state, and while it is unknown', () => {
    expectBuffered({
      state: '     ---n-----u-----n',
      followed: '  ^---------------',
      source: '    a---------b-----',
      subscribed: '^---------------',
      output: '    ---a-----------b',
    });
  });

  test('takes statuses as it takes states', () => {
    const state$ = new Subject<{ state: StateMarble }>();
    const seen: number[] = [];
    of(1, 2)
      .pipe(bufferWhileOffline(state$, ample))
      .subscribe((value) => seen.push(value));
    state$.next({ state: 'unknown' });
    expect(seen).toEqual([]);
    state$.next({ state: 'online' });
    expect(seen).toEqual([1, 2]);
  });
});

describe('bufferWhileOffline: the bound', () => {
  const bound = {
    state: '     f----n----',
    followed: '  ^---------',
    source: '    abcd------',
    subscribed: '^---------',
  };

  test('drops the oldest that is held', () => {
    const options = { maxSize: 2, overflow: 'drop-oldest' } as const;
    expectBuffered({ ...bound, options, output: '-----(cd)-' });
  });

  test('drops the newest', () => {
    const options = { maxSize: 2, overflow: 'drop-newest' } as const;
    expectBuffered({ ...bound, options, output: '-----(ab)-' });
  });

  test('errors, and leaves both', () => {
    expectBuffered({
      ...bound,
      options: { maxSize: 2, overflow: 'error' },
      followed: '  ^-!',
      subscribed: '^-!',
      output: '    --#',
      error: expect.objectContaining({
        name: 'OfflineStateError',
        code: 'ERR_BUFFER_OVERFLOW',
        operation: 'bufferWhileOffline',
        message: expect.stringContaining('More than 2 values') as string,
      }),
    });
  });

  test('is for what is held alone', () => {
    const seen: number[] = [];
    range(0, 100)
      .pipe(bufferWhileOffline(of('online' as const), { maxSize: 1, overflow: 'error' }))
      .subscribe((value) => seen.push(value));
    expect(seen).toHaveLength(100);
  });
});

describe('bufferWhileOffline: the ends', () => {
  test('completes after the source when all that is held has gone out', () => {
    expectBuffered({
      state: '     n-f----n',
      followed: '  ^------!',
      source: '    -a-b-|',
      subscribed: '^----!',
      output: '    -a-----(b|)',
    });
  });

  test('goes on when state$ completes while online', () => {
    expectBuffered({
      state: '     n-|',
      followed: '  ^-!',
      source: '    -a---b-|',
      subscribed: '^------!',
      output: '    -a---b-|',
    });
  });

  test('errors when state$ completes while not online, for nothing could go out any more', () => {
    expectBuffered({
      state: '     f-|',
      followed: '  ^-!',
      source: '    -a---b-|',
      subscribed: '^-!',
      output: '    --#',
      error: expect.objectContaining({ code: 'ERR_STATES_ENDED' }),
    });
    expectBuffered({
      state: '     |',
      followed: '  (^!)',
      source: '    -a',
      subscribed: '(^!)',
      output: '    #',
      error: expect.objectContaining({ code: 'ERR_STATES_ENDED' }),
    });
  });

  test('does not subscribe the source when state$ ends it while being subscribed', () => {
    let subscribed = 0;
    const source = NEVER.pipe(tap({ subscribe: () => (subscribed += 1) }));
    const errors: unknown[] = [];
    source
      .pipe(bufferWhileOffline(of('unknown' as const), ample))
      .subscribe({ error: (error) => errors.push(error) });
    const message = expect.stringMatching(
      /ended while not online.*such as connectionStatus\$\.$/,
    ) as string;
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_STATES_ENDED', message })]);
    expect(subscribed).toBe(0);
  });
});
