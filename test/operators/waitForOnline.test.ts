import { asyncScheduler, NEVER, of, Subject, tap } from 'rxjs';
import { waitForOnline, type WaitForOnlineOptions } from 'rx-outlook/operators';
import { marbles, type StateMarble, states, unhandledErrors } from './marbles.js';

interface Diagram {
  readonly options?: WaitForOnlineOptions;
  readonly source: string;
  readonly subscribed: string;
  readonly output: string;
  readonly code?: string;
  readonly left?: string;
}

function expectWaited({ options, source, subscribed, output, code, left }: Diagram): void {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const input = hot<StateMarble>(source, states);
    const error: unknown = expect.objectContaining({
      name: 'OfflineStateError',
      code,
      operation: 'waitForOnline',
    });
    const waiting = input.pipe(waitForOnline(options));
    expectObservable(waiting, left).toBe(output, states, code === undefined ? undefined : error);
    expectSubscriptions(input.subscriptions).toBe(subscribed);
  });
}

const limit = { timeout: 5 };

describe('waitForOnline: the mandatory cases', () => {
  test('waits for ever when the source never emits and there is no limit', () => {
    expectWaited({ source: '-', subscribed: '^', output: '-' });
  });

  test('errors with ERR_STATES_ENDED when the source is empty, or ends without an online', () => {
    const code = 'ERR_STATES_ENDED';
    expectWaited({ source: '--|', subscribed: '^-!', output: '--#', code });
    expectWaited({ source: 'fu|', subscribed: '^-!', output: '--#', code });
  });

  test('emits one online and completes', () => {
    expectWaited({ source: '--n--', subscribed: '^-!', output: '--(n|)' });
  });

  test('emits the first online of many states', () => {
    expectWaited({
      options: limit,
      source: '    u-f-n--n',
      subscribed: '^---!',
      output: '    ----(n|)',
    });
  });

  test('passes an error at once', () => {
    expectWaited({ options: limit, source: 'f--#', subscribed: '^--!', output: '---#' });
  });

  test('leaves the source and the scheduler when it is left early', () => {
    const options = limit;
    expectWaited({ options, source: 'f---n', subscribed: '^-!', left: '^-!', output: '---' });
  });

  test('completes after a next that throws, and the error is reported', () => {
    const completed = jest.fn();
    const errors = unhandledErrors(() => {
      of('online' as const)
        .pipe(waitForOnline())
        .subscribe({
          next: (state) => {
            throw new Error(state);
          },
          complete: completed,
        });
    });
    expect(errors).toEqual([new Error('online')]);
    expect(completed).toHaveBeenCalledTimes(1);
  });

  test('takes no notice of what is caused inside next', () => {
    const source = new Subject<StateMarble>();
    const controller = new AbortController();
    const heard: unknown[] = [];
    source.pipe(waitForOnline({ signal: controller.signal })).subscribe({
      next: (state) => {
        heard.push(state);
        source.next('offline');
        source.next('online');
        controller.abort();
      },
      error: (error) => heard.push(error),
      complete: () => heard.push('complete'),
    });
    source.next('online');
    expect(heard).toEqual(['online', 'complete']);
  });

  test('can be left inside next, and hears no more of a source that says much at once', () => {
    const source = new Subject<StateMarble>();
    const heard: string[] = [];
    const subscription = source.pipe(waitForOnline()).subscribe({
      next: (state) => {
        heard.push(state);
        subscription.unsubscribe();
      },
      complete: () => heard.push('complete'),
    });
    source.next('online');
    expect(heard).toEqual(['online']);
    expect(source.observed).toBe(false);
    let produced = 0;
    of<StateMarble[]>('offline', 'online', 'offline', 'online')
      .pipe(
        tap(() => (produced += 1)),
        waitForOnline(),
      )
      .subscribe();
    expect(produced).toBe(2);
  });
});

describe('waitForOnline: the limit', () => {
  afterEach(() => jest.useRealTimers());

  test('errors with ERR_TIMEOUT when it has passed, and leaves the source', () => {
    const code = 'ERR_TIMEOUT';
    expectWaited({
      options: limit,
      source: '    u--f----n---',
      subscribed: '^----!',
      output: '    -----#',
      code,
    });
  });

  test('is measured from each subscription, by the scheduler that is given', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }, scheduler) => {
      const input = cold<StateMarble>('f--n', states);
      const waiting = input.pipe(waitForOnline({ timeout: 4, scheduler }));
      expectObservable(waiting, '^').toBe('   ---(n|)', states);
      expectObservable(waiting, '--^').toBe(' -----(n|)', states);
      expectSubscriptions(input.subscriptions).toBe(['^--!', '--^--!']);
    });
  });

  test.each([
    ['the default scheduler', {}],
    ['asyncScheduler', { scheduler: asyncScheduler }],
  ])('is measured by real timers of %s as by marbles', (_name, options) => {
    jest.useFakeTimers();
    const source = new Subject<StateMarble>();
    const errors: unknown[] = [];
    source
      .pipe(waitForOnline({ ...options, timeout: 5_000 }))
      .subscribe({ error: (error) => errors.push(error) });
    jest.advanceTimersByTime(4_999);
    expect(errors).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_TIMEOUT' })]);
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('5000 ms') as string }),
    ]);
    expect(source.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('needs no timer for who is online already, and leaves none behind', () => {
    jest.useFakeTimers();
    const scheduler = { now: () => 0, schedule: jest.fn() };
    const heard: unknown[] = [];
    of('online' as const)
      .pipe(waitForOnline({ timeout: 5, scheduler }))
      .subscribe((state) => heard.push(state));
    expect(heard).toEqual(['online']);
    expect(scheduler.schedule).not.toHaveBeenCalled();
    const source = new Subject<StateMarble>();
    source.pipe(waitForOnline(limit)).subscribe();
    expect(jest.getTimerCount()).toBe(1);
    source.next('online');
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('waitForOnline: the signal', () => {
  function counted() {
    const controller = new AbortController();
    const { signal } = controller;
    const add = jest.spyOn(signal, 'addEventListener');
    const remove = jest.spyOn(signal, 'removeEventListener');
    return { controller, signal, held: () => add.mock.calls.length - remove.mock.calls.length };
  }

  test('ends the waiting with its reason, at once, and leaves the source', () => {
    const { controller, signal, held } = counted();
    const source = new Subject<StateMarble>();
    const errors: unknown[] = [];
    source.pipe(waitForOnline({ signal })).subscribe({ error: (error) => errors.push(error) });
    expect(held()).toBe(1);
    controller.abort('no more time');
    expect(errors).toEqual(['no more time']);
    expect(source.observed).toBe(false);
    expect(held()).toBe(0);
  });

  test('gives an AbortError when it has no reason of its own', () => {
    const { controller, signal } = counted();
    const errors: unknown[] = [];
    NEVER.pipe(waitForOnline({ signal })).subscribe({ error: (error) => errors.push(error) });
    controller.abort();
    expect(errors).toEqual([expect.objectContaining({ name: 'AbortError' })]);
  });

  test('that has aborted already ends it without subscribing the source, though that is online', () => {
    let subscribed = 0;
    const source = of('online' as const).pipe(tap({ subscribe: () => (subscribed += 1) }));
    const heard: unknown[] = [];
    source.pipe(waitForOnline({ signal: AbortSignal.abort('early') })).subscribe({
      next: (state) => heard.push(state),
      error: (error) => heard.push(error),
    });
    expect(heard).toEqual(['early']);
    expect(subscribed).toBe(0);
  });

  test('is let go of, whatever ends the waiting', () => {
    const { signal, held } = counted();
    const source = new Subject<StateMarble>();
    source.pipe(waitForOnline({ signal })).subscribe().unsubscribe();
    expect(held()).toBe(0);
    source.pipe(waitForOnline({ signal })).subscribe(() => expect(held()).toBe(0));
    source.next('online');
    source.pipe(waitForOnline({ signal })).subscribe({ error: () => undefined });
    source.complete();
    expect(held()).toBe(0);
  });
});

describe('waitForOnline, of a status', () => {
  test('gives it back as it is', () => {
    const status = { state: 'online', since: 5 } as const;
    const heard: unknown[] = [];
    of({ state: 'unknown', since: 1 } as const, status)
      .pipe(waitForOnline())
      .subscribe((one) => heard.push(one));
    expect(heard).toEqual([status]);
  });
});
