import { EMPTY, map, NEVER, Observable, of, startWith, Subject, takeUntil, throwError } from 'rxjs';
import { type ConnectionStatesSummary, mergeConnectionStates } from 'rx-outlook/operators';
import { marbles, type StateMarble, states } from './marbles.js';
import { expectMerged, type Overall, plain, silent, summary, text } from './summaries.js';

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

  test.each(['next', 'error', 'retry', 'complete'] as const)(
    'never comes when an account goes on with %s after it had the merge left',
    (kind) => {
      const stop = new Subject<void>();
      const log: string[] = [];
      const work = new Observable<StateMarble>((subscriber) => {
        stop.next();
        if (kind === 'next') subscriber.next('online');
        else if (kind === 'complete') subscriber.complete();
        else subscriber.error('failed');
        return () => log.push('-work');
      });
      mergeConnectionStates({ work }, kind === 'retry' ? { retry: { delay: 1 } } : {})
        .pipe(takeUntil(stop))
        .subscribe(() => log.push('summary'));
      expect(log).toEqual(['-work']);
    },
  );
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
