import { config, Observable, of, Subject, throwError } from 'rxjs';
import {
  bufferWhileOffline,
  connectionUptime,
  debounceConnectionState,
  detectFlapping,
  mergeConnectionStates,
  retryWhenOnline,
  takeWhileOnline,
  waitForOnline,
  whileOnline,
  withDuration,
} from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';

const flapping = { window: 1, transitions: 1, settle: 1 };

const operators: readonly [string, (states$: Observable<StateMarble>) => Observable<unknown>][] = [
  [
    'bufferWhileOffline',
    (states$) => of(1).pipe(bufferWhileOffline(states$, { maxSize: 1, overflow: 'error' })),
  ],
  ['connectionUptime', (states$) => states$.pipe(connectionUptime({ window: 1 }))],
  ['debounceConnectionState', (states$) => states$.pipe(debounceConnectionState({ online: 1 }))],
  ['detectFlapping', (states$) => states$.pipe(detectFlapping(flapping))],
  ['retryWhenOnline', (states$) => throwError(() => 1).pipe(retryWhenOnline(states$))],
  ['takeWhileOnline', (states$) => of(1).pipe(takeWhileOnline(states$))],
  ['waitForOnline', (states$) => states$.pipe(waitForOnline())],
  ['whileOnline', (states$) => states$.pipe(whileOnline(() => of(1)))],
  ['withDuration', (states$) => states$.pipe(withDuration())],
];

/** Names that an object has for no state of its own, among others. */
const noStates = [
  undefined,
  null,
  1,
  'away',
  '__proto__',
  {},
  { state: 'away' },
  { state: null },
  [],
];

describe.each(operators)('%s', (_, operator) => {
  test.each(noStates)('errors with what is no state: %p', (value) => {
    const heard: unknown[] = [];
    operator(of(value as StateMarble)).subscribe({
      next: (one) => heard.push(one),
      error: (error) => heard.push(error),
    });
    expect(heard).toEqual([
      expect.objectContaining({
        code: 'ERR_INVALID_ARG_VALUE',
        message: expect.stringMatching(
          /^The "state" argument must be 'online', 'offline' or 'unknown', or an object with such a state\. Received /,
        ) as unknown,
      }),
    ]);
    expect(heard[0]).toBeInstanceOf(TypeError);
  });
});

describe('mergeConnectionStates', () => {
  test.each(noStates)('has an account fail that says what is no state: %p', (value) => {
    const accounts = {
      work: of('online' as const),
      home: of('online' as const, value as StateMarble, 'online' as const),
    };
    const summaries: unknown[] = [];
    mergeConnectionStates(accounts).subscribe(({ states, errors }) =>
      summaries.push([
        ...states.values(),
        (errors.get('home') as { code?: string } | undefined)?.code,
      ]),
    );
    expect(summaries.at(-1)).toEqual(['online', 'unknown', 'ERR_INVALID_ARG_VALUE']);
  });

  test('leaves such an account, and tells of it no more', () => {
    const home = new Subject<StateMarble>();
    const seen: unknown[] = [];
    mergeConnectionStates({ home }).subscribe(({ errors }) => seen.push(errors.size));
    home.next('away' as StateMarble);
    expect(home.observed).toBe(false);
    home.next('online');
    expect(seen).toEqual([0, 1]);
  });

  test('is done with such an account though its teardown throws, which is reported', async () => {
    const thrown = new Error('teardown');
    const reported = new Promise<unknown>((resolve) => {
      config.onUnhandledError = resolve;
    });
    const home = new Observable<StateMarble>((subscriber) => {
      subscriber.add(away.subscribe(subscriber));
      return () => {
        throw thrown;
      };
    });
    const away = new Subject<StateMarble>();
    const seen: unknown[] = [];
    mergeConnectionStates({ home }).subscribe({
      next: ({ errors }) => seen.push(errors.size),
      complete: () => seen.push('complete'),
    });
    away.next('away' as StateMarble);
    expect(seen).toEqual([0, 1, 'complete']);
    expect(await reported).toMatchObject({ errors: [thrown] });
    config.onUnhandledError = null;
  });

  test('tries it again where it is to', () => {
    let times = 0;
    const home = of('away' as StateMarble);
    mergeConnectionStates({ home }, { retry: { count: 2, delay: () => of(++times) } }).subscribe();
    expect(times).toBe(2);
  });
});
