import { Observable, of, range, Subject, take, tap } from 'rxjs';
import { takeWhileOnline } from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

interface Diagram {
  readonly state: string;
  readonly followed: string;
  readonly source: string;
  readonly subscribed: string | string[];
  readonly output: string;
  readonly left?: string;
}

function expectTaken({ state, followed, source, subscribed, output, left }: Diagram): void {
  marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
    const state$ = hot<StateMarble>(state, states);
    const input = cold(source);
    expectObservable(input.pipe(takeWhileOnline(state$)), left).toBe(output);
    expectSubscriptions(state$.subscriptions).toBe(followed);
    expectSubscriptions(input.subscriptions).toBe(subscribed);
  });
}

describe('takeWhileOnline: the mandatory cases', () => {
  test('stays silent when the source never emits, or no state comes', () => {
    expectTaken({ state: 'n--', followed: '^--', source: '-', subscribed: '^', output: '-' });
    expectTaken({ state: '---', followed: '^--', source: 'a', subscribed: [], output: '-' });
  });

  test('completes with a source that is empty, and leaves state$', () => {
    expectTaken({
      state: '     -n-----',
      followed: '  ^--!',
      source: '     --|',
      subscribed: '-^-!',
      output: '    ---|',
    });
  });

  test('mirrors one value, or many, while the connection is online, then completes', () => {
    expectTaken({
      state: '     --n----f---n-',
      followed: '  ^------!',
      source: '      a-b---c-d',
      subscribed: '--^----!',
      output: '    --a-b--|',
    });
  });

  test('passes an error of the source, and leaves state$', () => {
    expectTaken({
      state: '     n----f',
      followed: '  ^-!',
      source: '    a-#',
      subscribed: '^-!',
      output: '    a-#',
    });
  });

  test('passes an error of state$ at once, and leaves the source', () => {
    expectTaken({
      state: '     n-#',
      followed: '  ^-!',
      source: '    a----b',
      subscribed: '^-!',
      output: '    a-#',
    });
  });

  test('leaves both when it is left early', () => {
    expectTaken({
      state: '     n----f',
      followed: '  ^-!',
      source: '    a----b',
      subscribed: '^-!',
      left: '      ^-!',
      output: '    a--',
    });
  });

  test('goes on after a next that throws, and the error is reported', () => {
    const seen: number[] = [];
    const errors = unhandledErrors(() => {
      of(1, 2)
        .pipe(takeWhileOnline(of('online' as const)))
        .subscribe((value) => {
          seen.push(value);
          throw new Error(`${value}`);
        });
    });
    expect(seen).toEqual([1, 2]);
    expect(errors).toEqual([new Error('1'), new Error('2')]);
  });

  test('ends when the connection is lost inside next, and when the subscriber leaves there', () => {
    const state$ = new Subject<StateMarble>();
    let produced = 0;
    const many = range(0, 1_000).pipe(tap(() => (produced += 1)));
    const heard: unknown[] = [];
    many.pipe(takeWhileOnline(state$)).subscribe({
      next: (value) => {
        heard.push(value);
        if (value === 1) state$.next('unknown');
      },
      complete: () => heard.push('complete'),
    });
    state$.next('online');
    expect(heard).toEqual([0, 1, 'complete']);
    expect(produced).toBe(2);
    many.pipe(takeWhileOnline(of('online' as const)), take(3)).subscribe();
    expect(produced).toBe(5);
    expect(state$.observed).toBe(false);
  });
});

describe('takeWhileOnline: the connection', () => {
  test('completes without the source when the first state is not online', () => {
    for (const state of ['--f-n', '--u-n']) {
      expectTaken({ state, followed: '^-!', source: 'a', subscribed: [], output: '--|' });
    }
  });

  test('completes when state$ does so without a state, and goes on when that was online', () => {
    expectTaken({ state: '-|', followed: '^!', source: 'a', subscribed: [], output: '-|' });
    expectTaken({
      state: '     n-|',
      followed: '  ^-!',
      source: '    a---b|',
      subscribed: '^----!',
      output: '    a---b|',
    });
  });

  test('does not subscribe the source again when online is repeated, and takes statuses', () => {
    const state$ = new Subject<{ state: StateMarble }>();
    let subscribed = 0;
    const source = new Observable(() => {
      subscribed += 1;
    });
    const completed = jest.fn();
    source.pipe(takeWhileOnline(state$)).subscribe({ complete: completed });
    state$.next({ state: 'online' });
    state$.next({ state: 'online' });
    expect(subscribed).toBe(1);
    state$.next({ state: 'unknown' });
    expect(completed).toHaveBeenCalledTimes(1);
  });

  test('may be of another copy of RxJS', () => {
    const subscribe = (observer: { next(state: StateMarble): void }) => {
      observer.next('online');
      return { unsubscribe: () => undefined };
    };
    const heard: number[] = [];
    const foreign = { subscribe } as unknown as Observable<StateMarble>;
    of(1)
      .pipe(takeWhileOnline(foreign))
      .subscribe((value) => heard.push(value));
    expect(heard).toEqual([1]);
  });
});
