import { concat, map, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import {
  type ConnectionState,
  type ConnectionStatesSummary,
  mergeConnectionStates,
} from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';
import { plain, silent, summary, text } from './summaries.js';

describe('mergeConnectionStates: arguments', () => {
  const call = mergeConnectionStates as (accounts?: unknown) => unknown;

  function names(accounts: unknown): unknown[] {
    const seen: unknown[] = [];
    (call(accounts) as Observable<ConnectionStatesSummary<unknown>>).subscribe((value) =>
      seen.push(...value.states.keys()),
    );
    return seen;
  }

  test('takes a record, a Map, an array of pairs and a generator, and keeps their order', () => {
    const key = { id: 1 };
    function* pairs(): Iterable<readonly [unknown, Observable<StateMarble>]> {
      yield [key, NEVER];
      yield [1, NEVER];
    }
    expect(names({ work: NEVER, home: NEVER })).toEqual(['work', 'home']);
    expect(names(new Map([...pairs()]))).toEqual([key, 1]);
    expect(names([...pairs()])).toEqual([key, 1]);
    expect(names(pairs())).toEqual([key, 1]);
    expect(names(Object.create(null))).toEqual([]);
  });

  test('reads the accounts at the call: what becomes of them later changes nothing', () => {
    const accounts = new Map([['work', of('online' as const)]]);
    const merged = mergeConnectionStates(accounts);
    accounts.clear();
    const seen: unknown[] = [];
    merged.subscribe((value) => seen.push(plain(value)));
    merged.subscribe((value) => seen.push(plain(value)));
    expect(seen).toEqual([
      summary('online', { work: 'online' }),
      summary('online', { work: 'online' }),
    ]);
  });

  test('takes an Observable of another copy of RxJS', () => {
    const foreign = {
      subscribe: (observer: { next: (state: string) => void; complete: () => void }) => {
        observer.next('online');
        observer.complete();
        return { unsubscribe: () => undefined };
      },
    };
    const seen: unknown[] = [];
    (call({ work: foreign }) as Observable<ConnectionStatesSummary>).subscribe((value) =>
      seen.push(plain(value)),
    );
    expect(seen).toEqual([summary('online', { work: 'online' })]);
  });

  test.each([undefined, { delay: 1 }])('takes statuses for states, with retry %p', (retry) => {
    const work = new Subject<{ state: StateMarble; reason?: string }>();
    const home = new Subject<StateMarble>();
    const seen: unknown[] = [];
    mergeConnectionStates({ work, home }, { retry }).subscribe((value) => seen.push(plain(value)));
    work.next({ state: 'unknown', reason: 'not-running' });
    work.next({ state: 'online' });
    home.next('online');
    work.next({ state: 'unknown', reason: 'not-running' });
    work.next({ state: 'unknown', reason: 'not-answering' });
    expect(seen).toEqual([
      silent,
      summary('partial', { work: 'online', home: 'unknown' }),
      summary('online', { work: 'online', home: 'online' }),
      summary('partial', { work: 'unknown', home: 'online' }),
    ]);
  });
});

describe('mergeConnectionStates: accounts that come and go', () => {
  const ever = <S extends StateMarble>(state: S): Observable<S> => concat(of(state), NEVER);
  const failing = (error: string): Observable<never> => throwError(() => error);

  test('subscribes the new ones, leaves the missing ones at once, and leaves the rest alone', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const a = hot<StateMarble>('--n-------f--|', states);
      const b = hot<StateMarble>('----f---n-----', states);
      const c = hot<StateMarble>('---------n-|  ', states);
      const sets = hot('          -x-----y------|', { x: { a, b }, y: { a, c } });
      expectObservable(mergeConnectionStates(sets).pipe(map(plain))).toBe('-pq-r--s-tu---|', {
        p: summary('unknown', { a: 'unknown', b: 'unknown' }),
        q: summary('partial', { a: 'online', b: 'unknown' }),
        r: summary('partial', { a: 'online', b: 'offline' }),
        s: summary('partial', { a: 'online', c: 'unknown' }),
        t: summary('online', { a: 'online', c: 'online' }),
        u: summary('partial', { a: 'offline', c: 'online' }),
      });
      expectSubscriptions(a.subscriptions).toBe('-^-----------!');
      expectSubscriptions(b.subscriptions).toBe('-^-----!');
      expectSubscriptions(c.subscriptions).toBe('-------^---!');
      expectSubscriptions(sets.subscriptions).toBe('^-------------!');
    });
  });

  test('makes no summary of a set that is the same, and one of the first, though it is empty', () => {
    marbles(({ hot, expectObservable }) => {
      const a = ever('online');
      const sets = hot('-e-e-x-x-y|', { e: {}, x: { a }, y: new Map([['a', a]]) });
      expectObservable(mergeConnectionStates(sets as never).pipe(map(plain as never))).toBe(
        '-p---q----',
        { p: summary('unknown', {}), q: summary('online', { a: 'online' }) },
      );
    });
  });

  test('subscribes anew to a name whose Observable is another, from unknown on', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const before = cold<StateMarble>('-n-', states);
      const after = cold<StateMarble>('--f', states);
      const sets = hot('x--y', { x: { a: before }, y: { a: after } });
      expectObservable(mergeConnectionStates(sets).pipe(map(plain)), '^------!').toBe('qp-q-r', {
        p: summary('online', { a: 'online' }),
        q: summary('unknown', { a: 'unknown' }),
        r: summary('offline', { a: 'offline' }),
      });
      expectSubscriptions(before.subscriptions).toBe('^--!');
      expectSubscriptions(after.subscriptions).toBe('---^---!');
    });
  });

  test('forgets the error of an account that is taken away, and keeps that of one that stays', () => {
    marbles(({ hot, expectObservable }) => {
      const a = failing('a failed');
      const b = failing('b failed');
      const sets = hot('x-y-|', { x: { a, b }, y: { b } });
      expectObservable(mergeConnectionStates(sets).pipe(map(plain))).toBe('p-q-|', {
        p: summary('unknown', { a: 'unknown', b: 'unknown' }, { a: 'a failed', b: 'b failed' }),
        q: summary('unknown', { b: 'unknown' }, { b: 'b failed' }),
      });
    });
  });

  test('completes when the sets and all accounts have, and never for accounts that were taken away', () => {
    marbles(({ hot, expectObservable }) => {
      const endless = ever('online');
      const ended = of('online' as const);
      const sets = hot('x-y-|', { x: { endless }, y: { ended } });
      expectObservable(mergeConnectionStates(sets).pipe(map(plain))).toBe('p-q-|', {
        p: summary('online', { endless: 'online' }),
        q: summary('online', { ended: 'online' }),
      });
    });
  });

  test('errors when the Observable of sets does, or brings something else, and leaves every account', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const a = cold<StateMarble>('-', states);
      const sets = hot('x-#', { x: { a } }, 'no sets');
      expectObservable(mergeConnectionStates(sets).pipe(map(plain))).toBe(
        'p-#',
        { p: summary('unknown', { a: 'unknown' }) },
        'no sets',
      );
      expectSubscriptions(a.subscriptions).toBe('^-!');
    });
    const seen: unknown[] = [];
    const wrong = of({ work: NEVER }, { work: 'online' }) as unknown as Observable<
      Record<string, Observable<ConnectionState>>
    >;
    mergeConnectionStates(wrong).subscribe({ error: (error: unknown) => seen.push(error) });
    expect(seen).toMatchObject([{ code: 'ERR_INVALID_ARG_TYPE' }]);
    expect(String(seen)).toContain('"accounts.work" argument must be an Observable');
  });

  test('takes a set that comes while the accounts of another are being subscribed', () => {
    const sets = new Subject<Record<string, Observable<StateMarble>>>();
    const log: string[] = [];
    const account = (name: string, onSubscribe: () => void = () => undefined) =>
      new Observable<StateMarble>((subscriber) => {
        log.push(`+${name}`);
        subscriber.next('online');
        onSubscribe();
        return () => log.push(`-${name}`);
      });
    const second = { home: account('home') };
    const first = {
      work: account('work', () => {
        sets.next(second);
      }),
      away: account('away'),
    };
    mergeConnectionStates(sets).subscribe(({ states: byName }) =>
      log.push([...byName.keys()].join()),
    );
    sets.next(first);
    expect(log).toEqual(['+work', '+away', '-work', '-away', '+home', 'work,away', 'home']);
  });

  test('leaves an account that is taken away by its own subscription or value', () => {
    const sets = new Subject<Record<string, Observable<StateMarble>>>();
    const work$ = new Subject<StateMarble>();
    const seen: string[] = [];
    mergeConnectionStates(sets).subscribe((value) => {
      seen.push(`${value.total} ${text(value)}`);
      if (value.online === 1) sets.next({});
    });
    sets.next({ work: work$ });
    work$.next('online');
    expect(work$.observed).toBe(false);
    work$.next('offline');
    expect(seen).toEqual(['1 unknown', '1 online', '0 ']);
  });

  test('follows ten thousand accounts, and every summary that is kept stays as it was', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `account ${i}`);
    const sources = names.map((name) => [name, new Subject<StateMarble>()] as const);
    const kept: ConnectionStatesSummary[] = [];
    const subscription = mergeConnectionStates(sources).subscribe((value) => kept.push(value));
    for (const [, source] of sources) source.next('online');
    expect(kept).toHaveLength(10_001);
    for (const at of [0, 1, 5_000, 9_999, 10_000]) {
      const { online, unknown, states: byName, overall } = kept[at]!;
      expect([online, unknown, byName.size]).toEqual([at, 10_000 - at, 10_000]);
      expect([...byName.values()].filter((state) => state === 'online')).toHaveLength(at);
      expect([...byName.keys()]).toEqual(names);
      expect(overall).toBe(at === 0 ? 'unknown' : at === 10_000 ? 'online' : 'partial');
    }
    subscription.unsubscribe();
    expect(sources.some(([, source]) => source.observed)).toBe(false);
  });

  test('leaves the other accounts, and goes on, when the teardown of one throws', () => {
    const a = new Observable<StateMarble>(() => () => {
      throw new Error('a does not end well');
    });
    const b = new Subject<StateMarble>();
    expect(() => {
      mergeConnectionStates({ a, b }).subscribe().unsubscribe();
    }).toThrow(/a does not end well/);
    expect(b.observed).toBe(false);

    const sets = new Subject<Record<string, Observable<StateMarble>>>();
    const seen: string[] = [];
    const errors = unhandledErrors(() => {
      mergeConnectionStates(sets).subscribe((value) => seen.push(text(value)));
      sets.next({ a, b });
      sets.next({ b });
      b.next('online');
    });
    expect(seen).toEqual(['unknown unknown', 'unknown', 'online']);
    expect(String(errors)).toContain('a does not end well');
  });

  test('takes a source whose subscribe throws as an account that errs', () => {
    const foreign = {
      subscribe: () => {
        throw new Error('not today');
      },
    } as unknown as Observable<StateMarble>;
    const seen: unknown[] = [];
    mergeConnectionStates({ a: foreign, b: of('online' as const) }).subscribe((value) =>
      seen.push(plain(value)),
    );
    const errors = { a: new Error('not today') };
    expect(seen).toEqual([summary('partial', { a: 'unknown', b: 'online' }, errors)]);
  });
});
