import {
  asyncScheduler,
  BehaviorSubject,
  defer,
  merge,
  NEVER,
  of,
  range,
  Subject,
  VirtualTimeScheduler,
} from 'rxjs';
import { bufferWhileOffline, type BufferWhileOfflineOptions } from 'rx-outlook/operators';
import { marbles, type StateMarble, states } from './marbles.js';

const ample: BufferWhileOfflineOptions = { maxSize: 10, overflow: 'error' };

interface Diagram {
  readonly flushConcurrency?: number;
  readonly state: string;
  readonly followed: string;
  readonly source: string;
  /** What project makes of each value, and when it is under way. */
  readonly runs: Readonly<Record<string, readonly [run: string, ran: string | string[]]>>;
  readonly output: string;
  readonly left?: string;
}

function expectProjected({ flushConcurrency, state, followed, source, ...rest }: Diagram): void {
  marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
    const state$ = hot<StateMarble>(state, states);
    const input = hot(source);
    const colds = Object.entries(rest.runs).map(([name, [run]]) => [name, cold(run)] as const);
    const runs = new Map(colds);
    const options = { ...ample, flushConcurrency };
    const output = input.pipe(bufferWhileOffline(state$, options, (value) => runs.get(value)!));
    expectObservable(output, rest.left).toBe(rest.output);
    expectSubscriptions(state$.subscriptions).toBe(followed);
    for (const [name, [, ran]] of Object.entries(rest.runs)) {
      expectSubscriptions(runs.get(name)!.subscriptions).toBe(ran);
    }
  });
}

describe('bufferWhileOffline with project', () => {
  test('projects all that is held at once, without flushConcurrency', () => {
    expectProjected({
      state: '     f--n-----',
      followed: '  ^--------',
      source: '    ab-------',
      runs: {
        a: ['          --a|', '---^--!'],
        b: ['          -b|', ' ---^-!-'],
      },
      output: '    ----ba---',
    });
  });

  test('has no more than flushConcurrency under way, whether they were held or have just come', () => {
    expectProjected({
      flushConcurrency: 2,
      state: '     f--n----------',
      followed: '  ^-------------',
      source: '    abc-----d-----',
      runs: {
        a: ['          --a|', '    ---^--!'],
        b: ['          ------b|', '---^------!'],
        c: ['             --c-|', '------^---!'],
        d: ['                 -d|', '----------^-!'],
      },
      output: '    -----a--cb-d--',
    });
  });

  test('lets what is under way go on when the connection is lost, begins nothing, and holds the rest', () => {
    expectProjected({
      flushConcurrency: 1,
      state: '     f--n-f---n--',
      followed: '  ^-----------',
      source: '    ab----c-----',
      runs: {
        a: ['             ---a|', '---^---!'],
        b: ['                   -b|', '---------^-!'],
        c: ['                     c|', '-----------^!'],
      },
      output: '    ------a---bc',
    });
  });

  test('completes when the source has, nothing is held and nothing under way', () => {
    expectProjected({
      flushConcurrency: 1,
      state: '     n---------',
      followed: '  ^-------!',
      source: '    ab|',
      runs: { a: ['  --a-|', '^---!'], b: ['  ---b|', '----^---!'] },
      output: '    --a----b|',
    });
  });

  test('passes an error of what is under way, and leaves everything', () => {
    expectProjected({
      state: '     n-----',
      followed: '  ^---!',
      source: '    ab----',
      runs: { a: ['  -----a', '^---!'], b: ['  ---#', '-^--!'] },
      output: '    ----#',
    });
  });

  test('leaves what is under way when it is left early, and drops the rest', () => {
    expectProjected({
      flushConcurrency: 1,
      state: '     n-----',
      followed: '  ^---!',
      source: '    ab----',
      runs: { a: ['  ------a', '^---!'], b: ['b', []] },
      left: '      ^---!',
      output: '    -----',
    });
  });

  test('projects each value once, in order, with its number, and takes a throw for an error', () => {
    const projected: unknown[] = [];
    const heard: unknown[] = [];
    of('a', 'b', 'c', 'd')
      .pipe(
        bufferWhileOffline(of('online' as const), ample, (value, index) => {
          projected.push([value, index]);
          if (value === 'c') throw new Error('broken');
          return [value.toUpperCase()];
        }),
      )
      .subscribe({ next: (value) => heard.push(value), error: (error) => heard.push(error) });
    expect(projected).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
    expect(heard).toEqual(['A', 'B', new Error('broken')]);
  });

  test('does not subscribe what project returns when project has made the subscriber leave', () => {
    const source = new Subject<number>();
    const state$ = new Subject<StateMarble>();
    const begun: number[] = [];
    const inner = jest.fn(() => NEVER);
    const subscription = source
      .pipe(
        bufferWhileOffline(state$, ample, (value) => {
          begun.push(value);
          subscription.unsubscribe();
          return defer(inner);
        }),
      )
      .subscribe();
    source.next(1);
    source.next(2);
    state$.next('online');
    expect(begun).toEqual([1]);
    expect([source.observed, state$.observed]).toEqual([false, false]);
    expect(inner).not.toHaveBeenCalled();
  });

  test('takes values and states that are caused inside next and inside project', () => {
    const source = new Subject<string>();
    const state$ = new Subject<StateMarble>();
    const seen: string[] = [];
    const subscription = source
      .pipe(
        bufferWhileOffline(state$, { ...ample, flushConcurrency: 1 }, (value) => {
          if (value === 'b') state$.next('offline');
          return [value];
        }),
      )
      .subscribe((value) => {
        seen.push(value);
        if (value === 'a') source.next('c');
      });
    source.next('a');
    source.next('b');
    state$.next('online');
    expect(seen).toEqual(['a', 'b']);
    state$.next('online');
    expect(seen).toEqual(['a', 'b', 'c']);
    subscription.unsubscribe();
  });
});

describe('bufferWhileOffline without project: flushConcurrency', () => {
  test('without a number of it, no turn of the scheduler is needed', () => {
    const scheduler = new VirtualTimeScheduler();
    const state$ = new BehaviorSubject<StateMarble>('offline');
    const seen: number[] = [];
    of(1, 2, 3)
      .pipe(bufferWhileOffline(state$, { ...ample, scheduler }))
      .subscribe((value) => seen.push(value));
    state$.next('online');
    expect([seen, scheduler.actions]).toEqual([[1, 2, 3], []]);
  });

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function flushing(options: Partial<BufferWhileOfflineOptions> = {}) {
    const state$ = new Subject<StateMarble>();
    const source = new Subject<number>();
    const seen: unknown[] = [];
    const subscription = merge(range(0, 5), source)
      .pipe(bufferWhileOffline(state$, { ...ample, flushConcurrency: 2, ...options }))
      .subscribe({
        next: (value) => seen.push(value),
        error: (error) => seen.push(error),
        complete: () => seen.push('complete'),
      });
    state$.next('online');
    return { state$, source, seen, subscription };
  }

  test.each([
    ['the default scheduler', {}],
    ['asyncScheduler', { scheduler: asyncScheduler }],
  ])('gives so many held values out in one turn of %s', (_name, options) => {
    const { seen, subscription } = flushing(options);
    expect(seen).toEqual([0, 1]);
    jest.advanceTimersToNextTimer();
    expect(seen).toEqual([0, 1, 2, 3]);
    jest.advanceTimersToNextTimer();
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    jest.runAllTimers();
    expect(jest.getTimerCount()).toBe(0);
    subscription.unsubscribe();
  });

  test('holds the rest when the connection is lost between two turns, in order, without a timer', () => {
    const { state$, source, seen, subscription } = flushing();
    state$.next('offline');
    source.next(5);
    jest.runAllTimers();
    expect(seen).toEqual([0, 1]);
    expect(jest.getTimerCount()).toBe(0);
    state$.next('online');
    expect(seen).toEqual([0, 1, 2, 3]);
    jest.runAllTimers();
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
    subscription.unsubscribe();
  });

  test('gives no more in one turn when the connection flaps in it', () => {
    const { state$, seen, subscription } = flushing();
    state$.next('offline');
    state$.next('online');
    expect(seen).toEqual([0, 1]);
    subscription.unsubscribe();
  });

  test('has values wait behind the held ones, and does not count those that come when none is', () => {
    const { source, seen, subscription } = flushing();
    source.next(5);
    jest.runAllTimers();
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
    for (let value = 6; value < 10; value += 1) source.next(value);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    subscription.unsubscribe();
  });

  test('completes with the last held value', () => {
    const { source, seen } = flushing();
    source.complete();
    jest.advanceTimersToNextTimer();
    expect(seen).toEqual([0, 1, 2, 3]);
    jest.advanceTimersToNextTimer();
    expect(seen).toEqual([0, 1, 2, 3, 4, 'complete']);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('leaves no timer behind, whatever ends it', () => {
    const left = flushing();
    expect(jest.getTimerCount()).toBe(1);
    left.subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
    const failed = flushing();
    failed.source.error('broken');
    expect(failed.seen).toEqual([0, 1, 'broken']);
    expect(jest.getTimerCount()).toBe(0);
  });
});
