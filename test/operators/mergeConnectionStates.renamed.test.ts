import { concat, map, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { mergeConnectionStates } from 'rx-outlook/operators';
import { marbles, type StateMarble, states } from './marbles.js';
import { plain, summary } from './summaries.js';

const ever = <S extends StateMarble>(state: S): Observable<S> => concat(of(state), NEVER);

describe('mergeConnectionStates: a source under another name', () => {
  test('stays subscribed, with its state, in one summary', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const a = hot<StateMarble>('--n-------f--', states);
      const b = hot<StateMarble>('---f---------', states);
      const sets = hot('          -x-----y-----', { x: { a, b }, y: { c: a, b } });
      expectObservable(mergeConnectionStates(sets).pipe(map(plain)), '^-----------!').toBe(
        '-pqr---s--t',
        {
          p: summary('unknown', { a: 'unknown', b: 'unknown' }),
          q: summary('partial', { a: 'online', b: 'unknown' }),
          r: summary('partial', { a: 'online', b: 'offline' }),
          s: summary('partial', { b: 'offline', c: 'online' }),
          t: summary('offline', { b: 'offline', c: 'offline' }),
        },
      );
      expectSubscriptions(a.subscriptions).toBe('-^----------!');
      expectSubscriptions(b.subscriptions).toBe('-^----------!');
    });
  });

  test('exchanges its name with another without a subscription', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const a = hot<StateMarble>('--n------', states);
      const b = hot<StateMarble>('---f-----', states);
      const sets = hot('          -x---y---', { x: { a, b }, y: { a: b, b: a } });
      expectObservable(mergeConnectionStates(sets).pipe(map(plain)), '^-------!').toBe('-pqr-s', {
        p: summary('unknown', { a: 'unknown', b: 'unknown' }),
        q: summary('partial', { a: 'online', b: 'unknown' }),
        r: summary('partial', { a: 'online', b: 'offline' }),
        s: summary('partial', { a: 'offline', b: 'online' }),
      });
      expectSubscriptions(a.subscriptions).toBe('-^------!');
      expectSubscriptions(b.subscriptions).toBe('-^------!');
    });
  });

  test('keeps the error that it ended with', () => {
    const failed = throwError(() => 'lost');
    const online = ever('online');
    const sets = new Subject<Record<string, Observable<StateMarble>>>();
    const seen: unknown[] = [];
    mergeConnectionStates(sets).subscribe(({ errors, states: of }) =>
      seen.push([[...errors], [...of]]),
    );
    sets.next({ a: failed, b: online });
    sets.next({ c: failed, b: online });
    expect(seen).toEqual([
      [
        [['a', 'lost']],
        [
          ['a', 'unknown'],
          ['b', 'online'],
        ],
      ],
      [
        [['c', 'lost']],
        [
          ['b', 'online'],
          ['c', 'unknown'],
        ],
      ],
    ]);
  });

  test('takes one of two new names, and is subscribed for the other', () => {
    let subscribed = 0;
    let left = 0;
    const source = new Observable<StateMarble>((subscriber) => {
      subscribed += 1;
      subscriber.next('online');
      return () => {
        left += 1;
      };
    });
    const sets = new Subject<Record<string, Observable<StateMarble>>>();
    const seen: unknown[] = [];
    const subscription = mergeConnectionStates(sets).subscribe(({ online, total }) =>
      seen.push([online, total]),
    );
    sets.next({ a: source });
    sets.next({ b: source, c: source });
    expect([subscribed, left]).toEqual([2, 0]);
    sets.next({ d: source });
    expect([subscribed, left]).toEqual([2, 1]);
    expect(seen).toEqual([
      [1, 1],
      [2, 2],
      [1, 1],
    ]);
    subscription.unsubscribe();
    expect(left).toBe(2);
  });

  test('is left when the teardown of another one ends the merge', () => {
    const left: string[] = [];
    const source = (name: string, onLeave: () => void = () => undefined) =>
      new Observable<StateMarble>(() => () => {
        left.push(name);
        onLeave();
      });
    const sets = new Subject<Record<string, Observable<StateMarble>>>();
    const subscription = mergeConnectionStates(sets).subscribe();
    const a = source('a', () => {
      subscription.unsubscribe();
    });
    const b = source('b');
    sets.next({ a, b });
    sets.next({ c: b });
    expect(left).toEqual(['a', 'b']);
  });
});
