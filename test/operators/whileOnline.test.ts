import { NEVER, type Observable, of, range, Subject, take, tap } from 'rxjs';
import { whileOnline } from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

interface Diagram {
  readonly source: string;
  readonly subscribed: string;
  /** What runs, each time anew. */
  readonly run: string;
  readonly ran: string | string[];
  readonly output: string;
  readonly left?: string;
}

function expectRun({ source, subscribed, run, ran, output, left }: Diagram): void {
  marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
    const input = hot<StateMarble>(source, states);
    const inner = cold(run);
    expectObservable(input.pipe(whileOnline(() => inner)), left).toBe(output);
    expectSubscriptions(input.subscriptions).toBe(subscribed);
    expectSubscriptions(inner.subscriptions).toBe(ran);
  });
}

describe('whileOnline: the mandatory cases', () => {
  test('runs nothing when the source never emits', () => {
    expectRun({ source: '-', subscribed: '^', run: 'a', ran: [], output: '-' });
  });

  test('completes with a source that is empty', () => {
    expectRun({ source: '--|', subscribed: '^-!', run: 'a', ran: [], output: '--|' });
  });

  test('runs from one online on', () => {
    expectRun({
      source: '    --n------',
      subscribed: '^--------',
      run: '         a--b--',
      ran: '       --^------',
      output: '    --a--b---',
    });
  });

  test('runs anew each time that it is online, and at no other time', () => {
    expectRun({
      source: '    f--n------f---n---u---|',
      subscribed: '^---------------------!',
      run: '          a-b-c------',
      ran: ['      ---^------!', '   --------------^---!'],
      output: '    ---a-b-c------a-b-----|',
    });
  });

  test('passes an error of the source, and ends what runs', () => {
    expectRun({
      source: '    n--#',
      subscribed: '^--!',
      run: '       a---b',
      ran: '       ^--!',
      output: '    a--#',
    });
  });

  test('passes an error of what runs, and leaves the source', () => {
    expectRun({
      source: '    -n-----n',
      subscribed: '^--!',
      run: '        a-#',
      ran: '       -^-!',
      output: '    -a-#',
    });
  });

  test('ends both when it is left early', () => {
    expectRun({
      source: '    n-----f',
      subscribed: '^---!',
      run: '       a-b-c',
      ran: '       ^---!',
      left: '      ^---!',
      output: '    a-b-',
    });
  });

  test('errors with what project throws', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const input = hot<StateMarble>('-n--', states);
      const output = input.pipe(
        whileOnline((): Observable<string> => {
          throw new Error('broken');
        }),
      );
      expectObservable(output).toBe('-#', undefined, new Error('broken'));
      expectSubscriptions(input.subscriptions).toBe('^!');
    });
  });

  test('goes on after a next that throws, and the error is reported', () => {
    const seen: string[] = [];
    const errors = unhandledErrors(() => {
      const source = new Subject<StateMarble>();
      source.pipe(whileOnline((index) => of(`${index} a`, `${index} b`))).subscribe((value) => {
        seen.push(value);
        throw new Error(value);
      });
      source.next('online');
      source.next('offline');
      source.next('online');
    });
    expect(seen).toEqual(['0 a', '0 b', '1 a', '1 b']);
    expect(errors).toEqual(seen.map((value) => new Error(value)));
  });

  test('ends at once what made the source go offline inside next', () => {
    const source = new Subject<StateMarble>();
    const seen: number[] = [];
    source.pipe(whileOnline(() => range(0, 1_000))).subscribe((value) => {
      seen.push(value);
      if (value === 1) source.next('offline');
    });
    source.next('online');
    expect(seen).toEqual([0, 1]);
    source.next('online');
    expect(seen).toEqual([0, 1, 0, 1]);
  });

  test('does not run what project returns when project made the source go offline', () => {
    const source = new Subject<StateMarble>();
    let ran = 0;
    const inner = NEVER.pipe(tap({ subscribe: () => (ran += 1) }));
    const subscription = source
      .pipe(
        whileOnline((index) => {
          if (index === 0) source.next('offline');
          return inner;
        }),
      )
      .subscribe();
    source.next('online');
    expect(ran).toBe(0);
    source.next('online');
    expect(ran).toBe(1);
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
  });

  test('can be left inside next, also when the source emits while it is being subscribed', () => {
    let produced = 0;
    const many = of<StateMarble[]>('online', 'offline', 'online', 'offline').pipe(
      tap(() => (produced += 1)),
    );
    const seen: number[] = [];
    many
      .pipe(
        whileOnline(() => range(0, 10)),
        take(3),
      )
      .subscribe((value) => seen.push(value));
    expect(seen).toEqual([0, 1, 2]);
    expect(produced).toBe(1);
  });
});

describe('whileOnline: what runs', () => {
  test('is left alone by a state that repeats itself', () => {
    expectRun({
      source: '    n-n-nf-f--u-',
      subscribed: '^-----------',
      run: '       a---b----',
      ran: '       ^----!',
      output: '    a---b-------',
    });
  });

  test('is left alone by a status with another reason', () => {
    const source = new Subject<{ state: StateMarble; reason?: string }>();
    const runs: number[] = [];
    const running = source.pipe(whileOnline((index) => of(index)));
    const subscription = running.subscribe((index) => runs.push(index));
    source.next({ state: 'unknown', reason: 'not-running' });
    source.next({ state: 'online' });
    source.next({ state: 'online', reason: 'none' });
    source.next({ state: 'unknown', reason: 'not-answering' });
    source.next({ state: 'online' });
    expect(runs).toEqual([0, 1]);
    subscription.unsubscribe();
  });

  test('waits for the next online when it has completed', () => {
    expectRun({
      source: '    n-----n-fn---',
      subscribed: '^------------',
      run: '       a-|',
      ran: ['      ^-!', '          ---------^-!'],
      output: '    a--------a---',
    });
  });

  test('runs to its end when the source completes while online', () => {
    expectRun({
      source: '    n-|',
      subscribed: '^-!',
      run: '       a---b|',
      ran: '       ^----!',
      output: '    a---b|',
    });
  });

  test('may be a promise or an iterable', async () => {
    const seen: unknown[] = [];
    of('online' as const)
      .pipe(whileOnline(() => [1, 2]))
      .subscribe((value) => seen.push(value));
    expect(seen).toEqual([1, 2]);
    await new Promise<void>((resolve) => {
      of('online' as const)
        .pipe(whileOnline(() => Promise.resolve(3)))
        .subscribe({ next: (value) => seen.push(value), complete: resolve });
    });
    expect(seen).toEqual([1, 2, 3]);
  });
});
