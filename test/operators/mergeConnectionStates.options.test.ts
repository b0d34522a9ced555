import {
  concat,
  map,
  NEVER,
  type Observable,
  of,
  type RetryConfig,
  Subject,
  switchMap,
  throwError,
} from 'rxjs';
import {
  type ConnectionStatesSummary,
  mergeConnectionStates,
  type OverallPolicyName,
} from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';
import { plain, summary, text } from './summaries.js';

describe('mergeConnectionStates: changed', () => {
  test('names the account that made the summary, and none in the first or for a new set', () => {
    const work = new Subject<StateMarble>();
    const home = new Subject<StateMarble>();
    const sets = new Subject<Map<number, Observable<StateMarble>>>();
    const seen: unknown[] = [];
    mergeConnectionStates(sets).subscribe((value) => seen.push([text(value), value.changed]));
    sets.next(new Map([[1, concat(of('online' as const), work)]]));
    work.next('offline');
    sets.next(new Map([[1, work], [2, home]] as const)); // prettier-ignore
    home.next('online');
    work.next('online');
    home.error('home failed');
    expect(seen).toEqual([
      ['online', undefined],
      ['offline', 1],
      ['unknown unknown', undefined],
      ['unknown online', 2],
      ['online online', 1],
      ['online unknown', 2],
    ]);
  });

  test('names each account that changes inside next, in turn', () => {
    const accounts = { work: new Subject<StateMarble>(), home: new Subject<StateMarble>() };
    const seen: unknown[] = [];
    mergeConnectionStates(accounts).subscribe(({ changed }) => {
      seen.push(changed);
      if (changed === undefined) accounts.home.next('online');
      if (changed === 'home') accounts.work.next('online');
    });
    expect(seen).toEqual([undefined, 'home', 'work']);
  });
});

describe('mergeConnectionStates: overall', () => {
  const n = 'online';
  const f = 'offline';
  const u = 'unknown';
  test.each<[OverallPolicyName, StateMarble, StateMarble[]]>([
    ['all', n, [n, n, n]],
    ['all', f, [n, f, u]],
    ['all', u, [n, n, u]],
    ['all', u, []],
    ['any', n, [f, u, n]],
    ['any', f, [f, f, f]],
    ['any', u, [f, u, f]],
    ['any', u, []],
    ['quorum', n, [n, n, u]],
    ['quorum', u, [n, u, f]],
    ['quorum', f, [f, f, u]],
    ['quorum', f, [n, f]],
    ['quorum', u, [n, u]],
    ['quorum', u, []],
  ])('is by the policy %p %p for %j', (overall, expected, all) => {
    const seen: unknown[] = [];
    const accounts = all.map((state, index) => [index, of(state)] as const);
    mergeConnectionStates(accounts, { overall }).subscribe((value) => seen.push(value.overall));
    expect(seen).toEqual([expected]);
  });

  test('is what a function makes of the rest of the summary, once for each', () => {
    const work = new Subject<StateMarble>();
    const overall = jest.fn(
      ({ online, total, changed }: Omit<ConnectionStatesSummary, 'overall'>) =>
        `${online}/${total} ${changed ?? 'at first'}`,
    );
    const seen: string[] = [];
    mergeConnectionStates({ work, home: NEVER }, { overall }).subscribe((value) =>
      seen.push(value.overall),
    );
    work.next('online');
    work.next('online');
    expect(seen).toEqual(['0/2 at first', '1/2 work']);
    expect(overall).toHaveBeenCalledTimes(2);
  });

  test('ends the merge with what the function throws, at first or later, and leaves every account', () => {
    for (const bad of [0, 1]) {
      const work = new Subject<StateMarble>();
      const home = new Subject<StateMarble>();
      const seen: unknown[] = [];
      const overall = ({ online }: { online: number }): string => {
        if (online === bad) throw new Error('no verdict');
        return 'fine';
      };
      const unhandled = unhandledErrors(() => {
        mergeConnectionStates({ work, home }, { overall }).subscribe({
          next: (value) => seen.push(value.overall),
          error: (error) => seen.push(error),
        });
        work.next('online');
      });
      expect(seen).toEqual([...(bad === 1 ? ['fine'] : []), new Error('no verdict')]);
      expect([work.observed, home.observed, unhandled]).toEqual([false, false, []]);
    }
  });
});

describe('mergeConnectionStates: retry', () => {
  const failed = { work: 'work failed' };
  const summaries = {
    u: summary('unknown', { work: 'unknown' }),
    n: summary('online', { work: 'online' }),
    f: summary('offline', { work: 'offline' }),
    e: summary('unknown', { work: 'unknown' }, failed),
  };

  interface Diagram {
    readonly retry: RetryConfig;
    /** What the source does each time that it is subscribed; the last one stays. */
    readonly sources: readonly string[];
    readonly subscribed: readonly (string | string[])[];
    readonly output: string;
    readonly left?: string;
  }

  function expectRetried({ retry, sources, subscribed, output, left }: Diagram): void {
    marbles(({ cold, expectObservable, expectSubscriptions }, scheduler) => {
      const all = sources.map((source) => cold<StateMarble>(source, states, 'work failed'));
      let attempt = 0;
      const work = of(null).pipe(switchMap(() => all[Math.min(attempt++, all.length - 1)]!));
      const merged = mergeConnectionStates({ work }, { retry, scheduler });
      expectObservable(merged.pipe(map(plain)), left).toBe(output, summaries);
      all.forEach((source, index) =>
        expectSubscriptions(source.subscriptions).toBe(subscribed[index]!),
      );
    });
  }

  test('subscribes an account that errs again; it is unknown, with its error, until it emits', () => {
    expectRetried({
      retry: { delay: 4 },
      sources: ['   -n--#', '-f--|'],
      subscribed: ['^---!', '--------^---!'],
      output: '     un--e----f--|',
    });
  });

  test('tries again at once without a delay, and keeps the error until the account emits', () => {
    expectRetried({
      retry: {},
      sources: ['   -n--#', '--u-|'],
      subscribed: ['^---!', '----^---!'],
      output: '     un--e-u-|',
    });
  });

  test('tells once of the same error, and ends the account when the count is used up', () => {
    expectRetried({
      retry: { count: 1, delay: 2 },
      sources: ['   -n#', '--#'],
      subscribed: ['^-!', '----^-!'],
      output: '     une---|',
    });
    expectRetried({
      retry: { count: 0 },
      sources: ['   -n#'],
      subscribed: ['^-!'],
      output: '     un(e|)',
    });
  });

  test('waits no longer when the merge is left', () => {
    expectRetried({
      retry: { delay: 4 },
      sources: ['   -n#', '-n'],
      subscribed: ['^-!', []],
      left: '       ^---!',
      output: '     une--',
    });
  });

  test('tells of each error that is another, and of that of a delay that fails', () => {
    const seen: string[] = [];
    let attempt = 0;
    const work = throwError(() => `failure ${++attempt}`);
    const delay = (error: unknown, count: number): Observable<unknown> => {
      if (count === 3) throw new Error(`gives up after ${String(error)}`);
      return of(null);
    };
    const source = new Subject<void>();
    const work$ = source.pipe(switchMap(() => work));
    mergeConnectionStates({ work: work$ }, { retry: { delay } }).subscribe({
      next: ({ errors }) => seen.push(String(errors.get('work'))),
      complete: () => seen.push('complete'),
    });
    for (let i = 0; i < 3; ++i) source.next();
    const failures = ['undefined', 'failure 1', 'failure 2', 'failure 3'];
    expect(seen).toEqual([...failures, 'Error: gives up after failure 3', 'complete']);
  });

  test('leaves an account that is taken away while it waits, and the others alone', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }, scheduler) => {
      const work = cold<StateMarble>('-n#', states, 'work failed');
      const home = cold<StateMarble>('---n', states);
      const sets = hot('x---y', { x: { work, home }, y: { home } });
      const merged = mergeConnectionStates(sets, { retry: { delay: 5 }, scheduler });
      expectObservable(merged.pipe(map(text)), '^---------!').toBe('0abcd', {
        0: 'unknown unknown',
        a: 'online unknown',
        b: 'unknown unknown',
        c: 'unknown online',
        d: 'online',
      });
      expectSubscriptions(work.subscriptions).toBe('^-!');
      expectSubscriptions(home.subscriptions).toBe('^---------!');
    });
  });
});
