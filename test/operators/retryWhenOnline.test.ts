import { concat, defer, NEVER, of, Subject, take, throwError } from 'rxjs';
import { retryWhenOnline, type RetryWhenOnlineOptions } from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

interface Diagram {
  readonly options?: RetryWhenOnlineOptions;
  readonly state: string;
  readonly followed: string;
  /** What each attempt does, and when it is subscribed; the last one, again and again. */
  readonly attempts: readonly (readonly [source: string, subscribed: string | string[]])[];
  readonly output: string;
  readonly left?: string;
}

function expectRetried({ options, state, followed, attempts, output, left }: Diagram): void {
  marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
    const state$ = hot<StateMarble>(state, states);
    const sources = attempts.map(([source]) => cold(source));
    let attempt = 0;
    const source = defer(() => sources[Math.min(attempt++, sources.length - 1)]!);
    expectObservable(source.pipe(retryWhenOnline(state$, options)), left).toBe(output);
    expectSubscriptions(state$.subscriptions).toBe(followed);
    attempts.forEach(([, subscribed], i) =>
      expectSubscriptions(sources[i]!.subscriptions).toBe(subscribed),
    );
  });
}

const backoff4 = { backoff: 4 };

describe('retryWhenOnline: the mandatory cases', () => {
  test('stays silent when the source never emits', () => {
    expectRetried({ state: 'nf', followed: '^-', attempts: [['-', '^']], output: '-' });
  });

  test('completes with a source that is empty, and leaves state$', () => {
    expectRetried({ state: 'n----', followed: '^-!', attempts: [['--|', '^-!']], output: '--|' });
  });

  test('passes one value, or many, and does not wait for the connection to begin', () => {
    expectRetried({
      state: '     -----n',
      followed: '  ^---!',
      attempts: [[' a-b-|', '^---!']],
      output: '    a-b-|',
    });
  });

  test('tries again at once after the first error while online, then with backoff', () => {
    expectRetried({
      options: backoff4,
      state: '     n----------------------',
      followed: '  ^----------------------',
      attempts: [
        ['         a--#', '^--!'],
        ['            --#', '---^-!'],
        ['                  #', '---------(^!)'],
        ['                          b--', '-----------------^'],
      ],
      output: '    a----------------b--',
    });
  });

  test('is left early: ends the attempt, or the backoff', () => {
    expectRetried({
      options: backoff4,
      state: '     n-----',
      followed: '  ^---!-',
      attempts: [['a----', '^---!']],
      left: '      ^---!',
      output: '    a----',
    });
    expectRetried({
      options: backoff4,
      state: '     n-----',
      followed: '  ^---!-',
      attempts: [['a#', ['^!', '-^!']]],
      left: '      ^---!',
      output: '    aa---',
    });
  });

  test('goes on after a next that throws, and the error is reported', () => {
    const seen: number[] = [];
    const errors = unhandledErrors(() => {
      concat(
        of(1),
        throwError(() => 'failed'),
      )
        .pipe(retryWhenOnline(concat(of('online' as const), NEVER)), take(2))
        .subscribe((value) => {
          seen.push(value);
          throw new Error(`${value}`);
        });
    });
    expect(seen).toEqual([1, 1]);
    expect(errors).toEqual([new Error('1'), new Error('1')]);
  });

  test('takes states and errors that are caused inside next, and can be left there', () => {
    const state$ = new Subject<StateMarble>();
    const attempts: Subject<number>[] = [];
    const source = defer(() => {
      const attempt = new Subject<number>();
      attempts.push(attempt);
      return attempt;
    });
    const seen: number[] = [];
    const subscription = source.pipe(retryWhenOnline(state$)).subscribe((value) => {
      seen.push(value);
      if (value === 1) {
        attempts[0]!.error('failed');
        state$.next('offline');
        state$.next('online');
      }
      if (value === 2) subscription.unsubscribe();
    });
    attempts[0]!.next(1);
    expect(attempts).toHaveLength(2);
    expect(attempts[0]!.observed).toBe(false);
    attempts[1]!.next(2);
    attempts[1]!.next(3);
    expect(seen).toEqual([1, 2]);
    expect([state$.observed, attempts[1]!.observed]).toEqual([false, false]);
  });
});

describe('retryWhenOnline: the connection', () => {
  test('waits for online when it is not, is unknown, or has said nothing, and then does not wait', () => {
    for (const state of ['f-----n', 'u-----n', '------n']) {
      expectRetried({
        options: { backoff: 1_000 },
        state,
        followed: '^-------!',
        attempts: [
          ['a#', '^!'],
          ['b-|', '------^-!'],
        ],
        output: 'a-----b-|',
      });
    }
  });

  test('drops the backoff when the connection is lost, and tries at once when it is back', () => {
    expectRetried({
      options: backoff4,
      state: '     n---f---------n---',
      followed: '  ^-----------------',
      attempts: [
        ['         a-#', '^-!'],
        ['           #', '--(^!)'],
        ['                       b---', '--------------^'],
      ],
      output: '    a-------------b---',
    });
  });

  test('lets an attempt go on when the connection is lost meanwhile', () => {
    expectRetried({
      state: '     n-f----',
      followed: '  ^------',
      attempts: [[' a---b--', '^------']],
      output: '    a---b--',
    });
  });

  test('tries once at once for each time that the connection goes online, value or not', () => {
    expectRetried({
      options: backoff4,
      state: '     n-------',
      followed: '  ^-------!',
      attempts: [['a#', ['^!', '-^!', '------^!']]],
      left: '      ^-------!',
      output: '    aa----a--',
    });
  });

  test('passes an error of state$ at once, and leaves the source', () => {
    expectRetried({
      state: '     n--#',
      followed: '  ^--!',
      attempts: [[' a----', '^--!']],
      output: '    a--#',
    });
    const heard: unknown[] = [];
    of(1)
      .pipe(retryWhenOnline(throwError(() => 'no states')))
      .subscribe({ next: (value) => heard.push(value), error: (error) => heard.push(error) });
    expect(heard).toEqual(['no states']);
  });

  test('passes the error of the source when state$ has completed while not online', () => {
    for (const state of ['|', 'f|', 'f----|']) {
      const output = state.length > 3 ? 'a----#' : 'a-#';
      const followed = state === '|' ? '(^!)' : state === 'f|' ? '^!' : '^----!';
      expectRetried({ state, followed, attempts: [['a-#', '^-!']], output });
    }
  });

  test('goes on with backoff when state$ has completed while online', () => {
    expectRetried({
      options: backoff4,
      state: '     n|',
      followed: '  ^!',
      attempts: [
        ['         a-#', '^-!'],
        ['           #', '--(^!)'],
        ['               b|', '------^!'],
      ],
      output: '    a-----b|',
    });
  });
});
