import { map, merge, NEVER, of, range, Subject, take, tap } from 'rxjs';
import { debounceConnectionState } from 'rx-outlook/operators';
import { expectDebounced } from './debounced.js';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

const offline5 = { offline: 5 };
const both = { online: 3, offline: 5 };

describe('debounceConnectionState: the mandatory cases', () => {
  test('stays silent when the source never emits', () => {
    const options = both;
    expectDebounced({ options, source: '-', subscribed: '^', output: '-' });
  });

  test('completes with a source that is empty', () => {
    const options = both;
    expectDebounced({ options, source: '---|', subscribed: '^--!', output: '---|' });
  });

  test('lets the first value pass at once, whatever its delay', () => {
    const options = both;
    expectDebounced({ options, source: '--f--', subscribed: '^----', output: '--f--' });
    expectDebounced({ options, source: '--n--', subscribed: '^----', output: '--n--' });
    expectDebounced({ options, source: '--u--', subscribed: '^----', output: '--u--' });
  });

  test('lets each of many states pass when it has lasted for the delay of its direction', () => {
    expectDebounced({
      options: both,
      source: '    n---f-------n------f---------|',
      subscribed: '^----------------------------!',
      output: '    n--------f-----n--------f----|',
    });
  });

  test('passes an error at once, drops the pending state and leaves nothing on the scheduler', () => {
    expectDebounced({
      options: offline5,
      source: '    n--f--#',
      subscribed: '^-----!',
      output: '    n-----#',
    });
  });

  test('emits nothing once it is left early, not even the pending state', () => {
    expectDebounced({
      options: offline5,
      source: '    n--f-------n',
      subscribed: '^----!',
      left: '      ^----!',
      output: '    n-----',
    });
  });

  test('goes on after a next that throws, and the error is reported', () => {
    const seen: string[] = [];
    const errors = unhandledErrors(() => {
      const source = new Subject<StateMarble>();
      source.pipe(debounceConnectionState(offline5)).subscribe((state) => {
        seen.push(state);
        throw new Error(state);
      });
      source.next('online');
      source.next('offline');
      jest.advanceTimersByTime(10);
      source.next('online');
    });
    expect(seen).toEqual(['online', 'offline', 'online']);
    expect(errors).toEqual(seen.map((state) => new Error(state)));
  });

  test('takes states that are caused inside next, in order', () => {
    const source = new Subject<StateMarble>();
    const seen: string[] = [];
    source.pipe(debounceConnectionState({})).subscribe((state) => {
      seen.push(state);
      if (state === 'online') source.next('offline');
      if (state === 'offline') source.next('unknown');
    });
    source.next('online');
    expect(seen).toEqual(['online', 'offline', 'unknown']);
  });

  test('delays a state that is caused inside next, when the state before came at once', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const input = hot<StateMarble>('n---', states);
      const caused = new Subject<StateMarble>();
      const debounced = merge(input, caused).pipe(
        debounceConnectionState(offline5),
        tap((state) => {
          if (state === 'online') caused.next('offline');
        }),
      );
      expectObservable(debounced, '^-----!').toBe('n----f-', states);
      expectSubscriptions(input.subscriptions).toBe('^-----!');
    });
  });

  test('can be left inside next, also when the source emits while it is being subscribed', () => {
    let produced = 0;
    const many = range(0, 1_000).pipe(
      map((index): StateMarble => {
        produced = index;
        return index % 2 === 0 ? 'online' : 'offline';
      }),
    );
    const seen: string[] = [];
    many.pipe(debounceConnectionState({}), take(3)).subscribe((state) => seen.push(state));
    expect(seen).toEqual(['online', 'offline', 'online']);
    expect(produced).toBe(2);
  });
});

describe('debounceConnectionState: what passes and what does not', () => {
  test('never shows a state that goes back to the last emitted one within its delay', () => {
    expectDebounced({
      options: offline5,
      source: '    n--f-n--f-------n--|',
      subscribed: '^------------------!',
      output: '    n------------f--n--|',
    });
    expectDebounced({
      options: both,
      source: '    f--n-f---n-----|',
      subscribed: '^--------------!',
      output: '    f-----------n--|',
    });
  });

  test('lets a state pass that has lasted for exactly its delay when the next one comes', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      // A source that is cold schedules its values first, and so its value comes before the timer.
      const input = cold<StateMarble>('n--f----n', states);
      const debounced = input.pipe(debounceConnectionState({ offline: 4 }));
      expectObservable(debounced).toBe('n------fn', states);
      expectSubscriptions(input.subscriptions).toBe('^');
    });
  });

  test('does not start the delay of a pending state again when the source repeats it', () => {
    expectDebounced({
      options: offline5,
      source: '    n--f-f-f-----',
      subscribed: '^------------',
      output: '    n-------f----',
    });
  });

  test('starts the delay again when a state went back and returned', () => {
    expectDebounced({
      options: offline5,
      source: '    n--f--nf-----',
      subscribed: '^------------',
      output: '    n-----------f',
    });
  });

  test('does not emit the last emitted state again when the source repeats it', () => {
    expectDebounced({
      options: offline5,
      source: '    n-n-f-------f-u-u-',
      subscribed: '^-----------------',
      output: '    n--------f----u---',
    });
  });

  test('lets unknown pass at once, in place of a pending state', () => {
    expectDebounced({
      options: both,
      source: '    n--f--u---------',
      subscribed: '^---------------',
      output: '    n-----u---------',
    });
  });

  test('delays a state that follows unknown, also when unknown came first', () => {
    expectDebounced({
      options: both,
      source: '    u--f-------u--n----',
      subscribed: '^------------------',
      output: '    u-------f--u-----n-',
    });
  });

  test('delays unknown, too, when it is given a delay', () => {
    expectDebounced({
      options: { offline: 5, unknown: 2 },
      source: '    n--u-nu-----n--f-u---',
      subscribed: '^--------------------',
      output: '    n-------u---n------u-',
    });
  });

  test('has no delay for a direction that is not given', () => {
    expectDebounced({
      options: { online: 4 },
      source: '    n--f-n----f--',
      subscribed: '^------------',
      output: '    n--f-----nf--',
    });
    expectDebounced({
      options: { online: undefined, offline: undefined, scheduler: undefined },
      source: '    nf(nuf)-n',
      subscribed: '^--------',
      output: '    nf(nuf)-n',
    });
  });

  test('takes statuses, and emits the state of each: what else changes in them is no change', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const statuses = {
        n: { state: 'online', since: 1 },
        m: { state: 'online', since: 2 },
        f: { state: 'offline', since: 3 },
        g: { state: 'offline', since: 4 },
        u: { state: 'unknown', since: 5, reason: 'not-running' },
        v: { state: 'unknown', since: 6, reason: 'not-answering' },
      } as const;
      const source = hot<{ state: StateMarble }>('n-m-f-m-f--g----u-v-|', statuses);
      expectObservable(source.pipe(debounceConnectionState(offline5))).toBe(
        'n------------f--u---|',
        states,
      );
      expectSubscriptions(source.subscriptions).toBe('^-------------------!');
    });
  });
});

describe('debounceConnectionState: the end of the source', () => {
  test('emits the pending state, then completes, when the source completes', () => {
    expectDebounced({
      options: offline5,
      source: '    n--f--|',
      subscribed: '^-----!',
      output: '    n-----(f|)',
    });
  });

  test('completes without a state when the pending one went back', () => {
    expectDebounced({
      options: both,
      source: '    n--f-n|',
      subscribed: '^-----!',
      output: '    n-----|',
    });
  });

  test('subscribes anew, with a first value of its own, for each subscriber', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const input = cold<StateMarble>('n-f-----|', states);
      const debounced = input.pipe(debounceConnectionState(offline5));
      expectObservable(debounced, '^').toBe('  n------f|', states);
      expectObservable(debounced, '--^').toBe('--n------f|', states);
      expectSubscriptions(input.subscriptions).toBe(['^-------!', '--^-------!']);
    });
  });
});

describe('debounceConnectionState: arguments', () => {
  test.each([[0], [-0], [0.5], [2 ** 31 - 1]])('takes %p as a delay', (delay) => {
    expect(debounceConnectionState({ online: delay, offline: delay })).toEqual(
      expect.any(Function),
    );
  });

  test('reads the options at the call: what becomes of them later changes nothing', () => {
    const options = { offline: 0 };
    const operator = debounceConnectionState<StateMarble>(options);
    options.offline = 5_000;
    const seen: string[] = [];
    const subscription = merge(of('online' as const, 'offline' as const), NEVER)
      .pipe(operator)
      .subscribe((state) => seen.push(state));
    expect(seen).toEqual(['online', 'offline']);
    subscription.unsubscribe();
  });
});
