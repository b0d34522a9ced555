import { asyncScheduler, of, Subject, take, tap } from 'rxjs';
import { detectFlapping, type DetectFlappingOptions } from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

/** Capitals are flapping. */
const marked = Object.fromEntries(
  Object.entries(states).flatMap(([letter, state]) => [
    [letter, { state, flapping: false }],
    [letter.toUpperCase(), { state, flapping: true }],
  ]),
);

const options = { window: 10, transitions: 3, settle: 6 };

interface Diagram {
  readonly options?: Partial<DetectFlappingOptions>;
  readonly source: string;
  readonly subscribed: string;
  readonly output: string;
  readonly left?: string;
}

function expectMarked({ source, subscribed, output, left, ...rest }: Diagram): void {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const input = hot<StateMarble>(source, states);
    const detected = input.pipe(detectFlapping({ ...options, ...rest.options }));
    expectObservable(detected, left).toBe(output, marked);
    expectSubscriptions(input.subscriptions).toBe(subscribed);
  });
}

describe('detectFlapping: the mandatory cases', () => {
  afterEach(() => jest.useRealTimers());

  test('stays silent when the source never emits', () => {
    expectMarked({ source: '-', subscribed: '^', output: '-' });
  });

  test('completes with a source that is empty', () => {
    expectMarked({ source: '--|', subscribed: '^-!', output: '--|' });
  });

  test('marks one state as stable: it is no change', () => {
    expectMarked({
      options: { transitions: 1 },
      source: '    --n-----',
      subscribed: '^-------',
      output: '    --n-----',
    });
  });

  test('marks the change that is one too many within the window, and settles', () => {
    expectMarked({
      source: '    n---f-n-f-n-----------f---|',
      subscribed: '^-------------------------!',
      output: '    n---f-n-f-N-----n-----f---|',
    });
  });

  test('passes an error at once, and forgets to settle', () => {
    expectMarked({
      source: '    nfnfn--#',
      subscribed: '^------!',
      output: '    nfnfN--#',
    });
  });

  test('leaves the source and the scheduler when it is left early', () => {
    expectMarked({
      source: '    nfnfn-------',
      subscribed: '^------!',
      left: '      ^------!',
      output: '    nfnfN---',
    });
  });

  test('goes on after a next that throws, and the error is reported', () => {
    const seen: boolean[] = [];
    const errors = unhandledErrors(() => {
      const source = new Subject<StateMarble>();
      source
        .pipe(detectFlapping({ window: 10, transitions: 1, settle: 5 }))
        .subscribe(({ flapping }) => {
          seen.push(flapping);
          throw new Error('broken');
        });
      for (const state of ['online', 'offline', 'online'] as const) source.next(state);
      jest.advanceTimersByTime(5);
      source.complete();
    });
    expect(seen).toEqual([false, false, true, false]);
    expect(errors).toHaveLength(4);
  });

  test('takes states that are caused inside next, and can be left there', () => {
    jest.useFakeTimers(); // in which no time passes
    const source = new Subject<StateMarble>();
    const seen: string[] = [];
    const detected = source.pipe(detectFlapping({ window: 10, transitions: 1, settle: 5 }));
    const subscription = detected.subscribe(({ state, flapping }) => {
      seen.push(`${state} ${flapping}`);
      if (seen.length === 1) source.next('offline');
      else if (seen.length === 2) source.next('unknown');
      else subscription.unsubscribe();
    });
    source.next('online');
    source.next('online');
    expect(seen).toEqual(['online false', 'offline false', 'unknown true']);
    expect(source.observed).toBe(false);
    let produced = 0;
    of<StateMarble[]>('online', 'offline', 'online', 'offline')
      .pipe(
        tap(() => (produced += 1)),
        detectFlapping(options),
        take(2),
      )
      .subscribe();
    expect(produced).toBe(2);
  });
});

describe('detectFlapping: what counts', () => {
  test('counts no change that is as old as the window', () => {
    expectMarked({
      options: { transitions: 1, window: 3, settle: 2 },
      source: '    n-f--n-f----',
      subscribed: '^-----------',
      output: '    n-f--n-F-f--',
    });
  });

  test('counts unknown like the others, and no state twice', () => {
    expectMarked({
      options: { transitions: 2 },
      source: '    nnnun-f-------|',
      subscribed: '^-------------!',
      output: '    n--un-F-----f-|',
    });
  });

  test('begins to settle anew with each change', () => {
    expectMarked({
      source: '    nfnfn----f----u--------',
      subscribed: '^----------------------',
      output: '    nfnfN----F----U-----u--',
    });
  });

  test('forgets what was before it settled', () => {
    expectMarked({
      options: { transitions: 2, window: 20, settle: 3 },
      source: '    nfnf---nf-n---',
      subscribed: '^-------------',
      output: '    nfnF--fnf-N--n',
    });
  });
});

describe('detectFlapping: time', () => {
  afterEach(() => jest.useRealTimers());

  test('measures with the scheduler it is given', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }, scheduler) => {
      const input = hot<StateMarble>('nfnfn-------', states);
      const detected = input.pipe(detectFlapping({ ...options, scheduler }));
      expectObservable(detected).toBe('nfnfN-----n-', marked);
      expectSubscriptions(input.subscriptions).toBe('^');
    });
  });

  test.each([
    ['the default scheduler', {}],
    ['asyncScheduler', { scheduler: asyncScheduler }],
  ])('does by real timers of %s what it does by marbles', (_name, scheduler) => {
    jest.useFakeTimers();
    const source = new Subject<StateMarble>();
    const seen: boolean[] = [];
    const subscription = source
      .pipe(detectFlapping({ window: 1_000, transitions: 1, settle: 2_000, ...scheduler }))
      .subscribe(({ flapping }) => seen.push(flapping));
    source.next('online');
    source.next('offline');
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(999);
    source.next('online');
    expect(seen).toEqual([false, false, true]);
    jest.advanceTimersByTime(1_999);
    expect(seen).toHaveLength(3);
    jest.advanceTimersByTime(1);
    expect(seen).toEqual([false, false, true, false]);
    expect(jest.getTimerCount()).toBe(0);
    subscription.unsubscribe();
  });

  test('holds one timer for all accounts that flap, and none when they are left', () => {
    jest.useFakeTimers();
    const detect = detectFlapping<StateMarble>({ window: 1_000, transitions: 1, settle: 2_000 });
    const subscriptions = Array.from({ length: 3 }, () => {
      const source = new Subject<StateMarble>();
      const subscription = source.pipe(detect).subscribe();
      for (const state of ['online', 'offline', 'online'] as const) source.next(state);
      return subscription;
    });
    expect(jest.getTimerCount()).toBe(1);
    for (const subscription of subscriptions) subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
  });
});
