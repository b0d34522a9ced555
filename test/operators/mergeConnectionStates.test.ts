import {
  concat,
  EMPTY,
  map,
  NEVER,
  Observable,
  of,
  share,
  startWith,
  Subject,
  take,
  takeUntil,
  throwError,
  timer,
} from 'rxjs';
import {
  type ConnectionState,
  type ConnectionStatesSummary,
  mergeConnectionStates,
} from 'rx-outlook/operators';
import { expectRefused, marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

type Overall = ConnectionStatesSummary['overall'];

/** The summary that is expected for these states, counted anew. */
function summary(
  overall: Overall,
  accounts: Record<string, StateMarble>,
  errors: Record<string, unknown> = {},
): ConnectionStatesSummary {
  const count = (state: StateMarble): number =>
    Object.values(accounts).filter((candidate) => candidate === state).length;
  return {
    states: new Map(Object.entries(accounts)),
    errors: new Map(Object.entries(errors)),
    online: count('online'),
    offline: count('offline'),
    unknown: count('unknown'),
    total: Object.keys(accounts).length,
    overall,
  };
}

/** With Maps for the views: what tests compare. */
function plain<K>(actual: ConnectionStatesSummary<K>): ConnectionStatesSummary<K> {
  return { ...actual, states: new Map(actual.states), errors: new Map(actual.errors) };
}

interface Diagram {
  /** By name: when it emits what, and when it is subscribed. */
  readonly accounts: Record<string, readonly [source: string, subscribed: string]>;
  readonly output: string;
  readonly summaries: Record<string, ConnectionStatesSummary>;
  /** When the output is left; never by default. */
  readonly left?: string;
}

function expectMerged({ accounts, output, summaries, left }: Diagram): void {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const sources = Object.entries(accounts).map(([name, [source, subscribed]]) => {
      const account = hot<StateMarble>(source, states, `${name} failed`);
      expectSubscriptions(account.subscriptions).toBe(subscribed);
      return [name, account] as const;
    });
    expectObservable(mergeConnectionStates(sources).pipe(map(plain)), left).toBe(output, summaries);
  });
}

const silent = summary('unknown', { work: 'unknown', home: 'unknown' });

/** The states of each summary as text, to read an order by. */
function text({ states: byName }: ConnectionStatesSummary<unknown>): string {
  return [...byName.values()].join(' ');
}

describe('mergeConnectionStates: the mandatory cases', () => {
  test('tells at once that accounts which never emit are unknown', () => {
    expectMerged({
      accounts: { work: ['-', '^'], home: ['-', '^'] },
      output: 'a',
      summaries: { a: silent },
    });
  });

  test('completes when the accounts complete without a state', () => {
    expectMerged({
      accounts: { work: ['-|', '^!'], home: ['---|', '^--!'] },
      output: 'a--|',
      summaries: { a: silent },
    });
  });

  test('emits one summary and completes when there are no accounts', () => {
    expectMerged({ accounts: {}, output: '(a|)', summaries: { a: summary('unknown', {}) } });
  });

  test('follows one account', () => {
    expectMerged({
      accounts: { work: ['--n-f-u-|', '^-------!'] },
      output: 'a-b-c-a-|',
      summaries: {
        a: summary('unknown', { work: 'unknown' }),
        b: summary('online', { work: 'online' }),
        c: summary('offline', { work: 'offline' }),
      },
    });
  });

  test('follows many accounts, with exactly one summary for each change', () => {
    expectMerged({
      accounts: {
        work: ['--n------f----|', '^-------------!'],
        home: ['----n------f-----|', '^----------------!'],
      },
      output: 'a-b-c----d-e-----|',
      summaries: {
        a: silent,
        b: summary('partial', { work: 'online', home: 'unknown' }),
        c: summary('online', { work: 'online', home: 'online' }),
        d: summary('partial', { work: 'offline', home: 'online' }),
        e: summary('offline', { work: 'offline', home: 'offline' }),
      },
    });
  });

  test('keeps the error of an account that errors, as unknown, and leaves the others running', () => {
    expectMerged({
      accounts: {
        work: ['--n--#', '^----!'],
        home: ['---n----f-|', '^---------!'],
      },
      output: 'a-bc-d--e-|',
      summaries: {
        a: silent,
        b: summary('partial', { work: 'online', home: 'unknown' }),
        c: summary('online', { work: 'online', home: 'online' }),
        d: summary('partial', { work: 'unknown', home: 'online' }, { work: 'work failed' }),
        e: summary('partial', { work: 'unknown', home: 'offline' }, { work: 'work failed' }),
      },
    });
  });

  test('leaves every account when it is left early, and is silent from then on', () => {
    expectMerged({
      accounts: { work: ['--n----f', '^---!'], home: ['-----n', '^---!'] },
      left: '  ^---!',
      output: 'a-b---',
      summaries: { a: silent, b: summary('partial', { work: 'online', home: 'unknown' }) },
    });
  });

  test('goes on after a next that throws, for that subscriber and for the others', () => {
    const seen: string[] = [];
    const errors = unhandledErrors(() => {
      const work = new Subject<StateMarble>();
      const shared = mergeConnectionStates({ work }).pipe(share());
      shared.subscribe((value) => {
        throw new Error(text(value));
      });
      shared.subscribe((value) => seen.push(text(value)));
      work.next('online');
      work.next('offline');
    });
    expect(seen).toEqual(['online', 'offline']);
    expect(errors).toEqual([new Error('unknown'), new Error('online'), new Error('offline')]);
  });
});

describe('mergeConnectionStates: inside next', () => {
  test('shows a change that next causes after the summary that caused it, to every subscriber', () => {
    const work = new Subject<StateMarble>();
    const home = new Subject<StateMarble>();
    const shared = mergeConnectionStates({ work, home }).pipe(share());
    const first: string[] = [];
    const second: string[] = [];
    shared.subscribe((value) => {
      first.push(text(value));
      if (text(value) === 'online unknown') {
        home.next('online');
        home.next('offline');
        work.next('offline');
      }
    });
    shared.subscribe((value) => second.push(text(value)));
    work.next('online');
    const caused = ['online unknown', 'online online', 'online offline', 'offline offline'];
    expect(first).toEqual(['unknown unknown', ...caused]);
    expect(second).toEqual(caused);
  });

  test('returns from next before it shows what next caused', () => {
    const work = new Subject<StateMarble>();
    const log: string[] = [];
    mergeConnectionStates({ work }).subscribe((value) => {
      log.push(`in ${text(value)}`);
      if (value.unknown === 1) work.next('online');
      log.push(`out ${text(value)}`);
    });
    expect(log).toEqual(['in unknown', 'out unknown', 'in online', 'out online']);
  });

  test('completes after the last summary, when next ends the accounts', () => {
    const work = new Subject<StateMarble>();
    const home = new Subject<StateMarble>();
    const log: unknown[] = [];
    mergeConnectionStates({ work, home }).subscribe({
      next: (value) => {
        log.push(text(value));
        if (log.length > 1) return;
        work.next('online');
        work.complete();
        home.error('home failed');
      },
      complete: () => log.push('complete'),
    });
    expect(log).toEqual(['unknown unknown', 'online unknown', 'online unknown', 'complete']);
  });

  test('shows nothing more when next unsubscribes, though summaries were waiting', () => {
    const work = new Subject<StateMarble>();
    const seen: string[] = [];
    const stop = new Subject<void>();
    mergeConnectionStates({ work })
      .pipe(takeUntil(stop))
      .subscribe((value) => {
        seen.push(text(value));
        if (seen.length > 1) return;
        work.next('online');
        work.next('offline');
        stop.next();
      });
    expect(seen).toEqual(['unknown']);
    expect(work.observed).toBe(false);
  });

  test('takes any number of changes that one next causes', () => {
    const work = new Subject<StateMarble>();
    let count = 0;
    mergeConnectionStates({ work }).subscribe(() => {
      if (count++ > 0) return;
      for (let index = 0; index < 20_000; index++) {
        work.next(index % 2 === 0 ? 'online' : 'offline');
      }
    });
    expect(count).toBe(20_001);
  });
});

describe('mergeConnectionStates: the first summary', () => {
  test('comes when all accounts are subscribed, with the states they had by then', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const work = hot<StateMarble>('---f-|', states);
      const home = hot<StateMarble>('-----|', states);
      const merged = mergeConnectionStates({
        work: work.pipe(startWith('offline' as const, 'online' as const)),
        home,
        away: of('offline' as const),
      });
      expectObservable(merged.pipe(map(plain))).toBe('a--b-|', {
        a: summary('partial', { work: 'online', home: 'unknown', away: 'offline' }),
        b: summary('partial', { work: 'offline', home: 'unknown', away: 'offline' }),
      });
      expectSubscriptions(work.subscriptions).toBe('^----!');
      expectSubscriptions(home.subscriptions).toBe('^----!');
    });
  });

  test('has the error of an account that fails while it is being subscribed', () => {
    const seen: unknown[] = [];
    mergeConnectionStates({
      work: throwError(() => 'work failed'),
      home: of('online' as const),
    }).subscribe({
      next: (value) => seen.push(plain(value)),
      complete: () => seen.push('complete'),
    });
    const errors = { work: 'work failed' };
    expect(seen).toEqual([
      summary('partial', { work: 'unknown', home: 'online' }, errors),
      'complete',
    ]);
  });

  test('has what one account emits because another is being subscribed', () => {
    const work = new Subject<StateMarble>();
    const home = new Observable<StateMarble>(() => {
      work.next('online');
    });
    const seen: string[] = [];
    mergeConnectionStates({ work, home }).subscribe((value) => seen.push(text(value)));
    expect(seen).toEqual(['online unknown']);
  });

  test('never comes when the merge is left meanwhile; the remaining accounts stay unsubscribed', () => {
    const stop = new Subject<void>();
    const log: string[] = [];
    const account = (name: string): Observable<StateMarble> =>
      new Observable<StateMarble>(() => {
        log.push(`+${name}`);
        if (name === 'home') stop.next();
        return () => log.push(`-${name}`);
      });
    const accounts = ['work', 'home', 'away'].map((name) => [name, account(name)] as const);
    mergeConnectionStates(accounts)
      .pipe(takeUntil(stop))
      .subscribe(() => log.push('summary'));
    expect(log).toEqual(['+work', '+home', '-work', '-home']);
  });
});

describe('mergeConnectionStates: the summaries', () => {
  test('come only for changes: an account that repeats its state makes none', () => {
    expectMerged({
      accounts: {
        work: ['-u-n-n-f-f-|', '^----------!'],
        home: ['-u-----------|', '^------------!'],
      },
      output: 'a--b---c-----|',
      summaries: {
        a: silent,
        b: summary('partial', { work: 'online', home: 'unknown' }),
        c: summary('partial', { work: 'offline', home: 'unknown' }),
      },
    });
  });

  test('come once for an account that errors, also when it was unknown', () => {
    expectMerged({
      accounts: { work: ['--#', '^-!'], home: ['-----#', '^----!'] },
      output: 'a-b--(c|)',
      summaries: {
        a: silent,
        b: summary('unknown', { work: 'unknown', home: 'unknown' }, { work: 'work failed' }),
        c: summary(
          'unknown',
          { work: 'unknown', home: 'unknown' },
          { work: 'work failed', home: 'home failed' },
        ),
      },
    });
  });

  test('keep the state of an account that completed', () => {
    expectMerged({
      accounts: { work: ['-n|', '^-!'], home: ['-----n-|', '^------!'] },
      output: 'ab---c-|',
      summaries: {
        a: silent,
        b: summary('partial', { work: 'online', home: 'unknown' }),
        c: summary('online', { work: 'online', home: 'online' }),
      },
    });
  });

  test('count the accounts by state and say what that makes of them all', () => {
    const seen: unknown[] = [];
    mergeConnectionStates({
      a: of('online' as const),
      b: of('online' as const),
      c: of('offline' as const),
      d: NEVER,
      e: EMPTY,
      f: throwError(() => 'f failed'),
    })
      .pipe(
        map(({ online, offline, unknown, total, overall }) => [
          online,
          offline,
          unknown,
          total,
          overall,
        ]),
      )
      .subscribe((counts) => seen.push(counts));
    expect(seen).toEqual([[2, 1, 3, 6, 'partial']]);
  });

  test.each<[Overall, StateMarble[]]>([
    ['online', ['online', 'online']],
    ['offline', ['offline', 'offline']],
    ['unknown', ['unknown', 'unknown']],
    ['partial', ['online', 'offline']],
    ['partial', ['online', 'unknown']],
    ['partial', ['offline', 'unknown']],
    ['unknown', []],
  ])('are %s overall for %j', (overall, all) => {
    const seen: string[] = [];
    mergeConnectionStates(all.map((state, index) => [index, of(state)] as const)).subscribe(
      (value) => seen.push(value.overall),
    );
    expect(seen).toEqual([overall]);
  });

  test('stay as they were when they are kept', () => {
    const work = new Subject<StateMarble>();
    const kept: ConnectionStatesSummary[] = [];
    mergeConnectionStates({ work }).subscribe((value) => kept.push(value));
    work.next('online');
    work.next('offline');
    work.error('work failed');
    expect(kept.map(plain)).toEqual([
      summary('unknown', { work: 'unknown' }),
      summary('online', { work: 'online' }),
      summary('offline', { work: 'offline' }),
      summary('unknown', { work: 'unknown' }, { work: 'work failed' }),
    ]);
  });

  test('refuse to be changed', () => {
    const seen: ConnectionStatesSummary[] = [];
    mergeConnectionStates({
      work: of('online' as const),
      home: throwError(() => 'home failed'),
    }).subscribe((value) => seen.push(value));
    for (const value of seen) {
      for (const view of [value.states, value.errors]) {
        const writable = view as Map<string, unknown>;
        expect(() => writable.set('work', 'offline')).toThrow(TypeError);
        expect(() => writable.delete('home')).toThrow(TypeError);
        expect(() => {
          writable.clear();
        }).toThrow(TypeError);
        expect(() => {
          Map.prototype.clear.call(writable);
        }).toThrow(TypeError);
      }
      expect(() => Object.assign(value, { online: 2 })).toThrow(TypeError);
    }
    const errors = { home: 'home failed' };
    expect(seen.map(plain)).toEqual([
      summary('partial', { work: 'online', home: 'unknown' }, errors),
    ]);
  });
});

describe('mergeConnectionStates: subscriptions', () => {
  test('subscribes to the accounts anew for each subscriber, who each start from unknown', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const work = cold<StateMarble>('-n|', states);
      const summaries = {
        a: summary('unknown', { work: 'unknown' }),
        b: summary('online', { work: 'online' }),
      };
      const merged = mergeConnectionStates({ work });
      expectObservable(merged.pipe(map(plain)), '^').toBe('    ab|', summaries);
      expectObservable(merged.pipe(map(plain)), '----^').toBe('----ab|', summaries);
      expectSubscriptions(work.subscriptions).toBe(['^-!', '----^-!']);
    });
  });

  test('unsubscribes from every account when the first summary is enough', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const work = hot<StateMarble>('--n', states);
      const home = hot<StateMarble>('--n', states);
      const merged = mergeConnectionStates({ work, home }).pipe(take(1), map(plain));
      expectObservable(merged).toBe('(a|)', { a: silent });
      expectSubscriptions(work.subscriptions).toBe('(^!)');
      expectSubscriptions(home.subscriptions).toBe('(^!)');
    });
  });

  test('is silent after unsubscribe, and a second unsubscribe does nothing', () => {
    const work = new Subject<StateMarble>();
    const seen: string[] = [];
    const subscription = mergeConnectionStates({ work }).subscribe((value) =>
      seen.push(text(value)),
    );
    subscription.unsubscribe();
    subscription.unsubscribe();
    work.next('online');
    expect(seen).toEqual(['unknown']);
    expect(work.observed).toBe(false);
  });

  test('does with real timers what it does with marbles', () => {
    jest.useFakeTimers();
    try {
      const seen: unknown[] = [];
      mergeConnectionStates({
        work: concat(of('online' as const), timer(2_000).pipe(map(() => 'offline' as const))),
        home: timer(1_000).pipe(map(() => 'online' as const)),
      }).subscribe({
        next: (value) => seen.push(text(value)),
        complete: () => seen.push('complete'),
      });
      expect(seen).toEqual(['online unknown']);
      jest.advanceTimersByTime(1_000);
      expect(seen).toEqual(['online unknown', 'online online']);
      jest.advanceTimersByTime(1_000);
      expect(seen).toEqual(['online unknown', 'online online', 'offline online', 'complete']);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});

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

  test.each([[undefined], [null], ['work'], [1], [() => NEVER]])(
    'refuses %p as accounts',
    (accounts) => {
      expectRefused(() => call(accounts), 'ERR_INVALID_ARG_TYPE', 'accounts');
    },
  );

  test.each([[undefined], [null], ['online'], [Promise.resolve('online')], [() => NEVER]])(
    'refuses %p as an account',
    (source) => {
      const code = 'ERR_INVALID_ARG_TYPE';
      expectRefused(() => call({ work: source }), code, 'accounts.work');
      expectRefused(() => call(new Map([['work', source]])), code, 'accounts[0][1]');
      expectRefused(
        () =>
          call([
            ['home', NEVER],
            ['work', source],
          ]),
        code,
        'accounts[1][1]',
      );
    },
  );

  test.each([['work'], [NEVER], [[]], [['work']], [['work', NEVER, 1]]])(
    'refuses %p where a pair belongs',
    (pair) => {
      expectRefused(() => call([pair]), 'ERR_INVALID_ARG_TYPE', 'accounts[0]');
    },
  );

  test('refuses an iterable that repeats a name', () => {
    const repeated = [
      ['work', NEVER],
      ['home', NEVER],
      ['work', NEVER],
    ];
    expectRefused(() => call(repeated), 'ERR_INVALID_ARG_VALUE', 'accounts[2]');
    expectRefused(
      () =>
        call([
          [NaN, NEVER],
          [NaN, NEVER],
        ]),
      'ERR_INVALID_ARG_VALUE',
      'accounts[1]',
    );
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
    const seen: ConnectionStatesSummary[] = [];
    mergeConnectionStates({ a: foreign, b: of('online' as const) }).subscribe((value) =>
      seen.push(plain(value)),
    );
    const errors = { a: new Error('not today') };
    expect(seen).toEqual([summary('partial', { a: 'unknown', b: 'online' }, errors)]);
  });
});
