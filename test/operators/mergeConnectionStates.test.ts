import { concat, map, of, share, Subject, take, takeUntil, timer } from 'rxjs';
import { mergeConnectionStates } from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';
import { expectMerged, plain, silent, summary, text } from './summaries.js';

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
