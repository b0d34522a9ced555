import { firstValueFrom, NEVER, type Observable, Subject, throwError, timer } from 'rxjs';
import {
  connectionUptime,
  debounceConnectionState,
  detectFlapping,
  mergeConnectionStates,
  retryWhenOnline,
  shareConnectionState,
  waitForOnline,
} from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';

/** What a timer holds. A timer that is given more is due at once. */
const longest = 2 ** 31 - 1;

const failing$ = throwError(() => new Error('failed'));

type Build = (state$: Observable<StateMarble>) => Observable<unknown>;

/** How much each has emitted of online, offline, online, offline, before any time has passed. */
const timed: readonly (readonly [name: string, emitted: number, build: Build])[] = [
  [
    'debounceConnectionState',
    1,
    (state$) => state$.pipe(debounceConnectionState({ online: longest, offline: longest })),
  ],
  [
    'debounceConnectionState with maxWait',
    1,
    (state$) =>
      state$.pipe(debounceConnectionState({ online: longest, offline: longest, maxWait: longest })),
  ],
  [
    'detectFlapping',
    4,
    (state$) => state$.pipe(detectFlapping({ window: longest, transitions: 1, settle: longest })),
  ],
  ['connectionUptime', 4, (state$) => state$.pipe(connectionUptime({ window: longest }))],
  [
    'connectionUptime with every',
    4,
    (state$) => state$.pipe(connectionUptime({ window: longest, every: longest })),
  ],
  ['waitForOnline', 0, () => NEVER.pipe(waitForOnline({ timeout: longest }))],
  [
    'retryWhenOnline',
    0,
    (state$) => failing$.pipe(retryWhenOnline(state$, { backoff: longest, count: 4 })),
  ],
  [
    'retryWhenOnline with a function',
    0,
    (state$) => failing$.pipe(retryWhenOnline(state$, { backoff: () => longest, count: 4 })),
  ],
  [
    'mergeConnectionStates with retry',
    1,
    () => mergeConnectionStates({ failing: failing$ }, { retry: { delay: longest } }),
  ],
];

describe('the longest time that can be measured is not over at once', () => {
  test.each(timed)('by %s', async (_name, emitted, build) => {
    const source = new Subject<StateMarble>();
    const told: unknown[] = [];
    const subscription = build(source).subscribe({
      next: (one) => told.push(one),
      error: (error) => told.push(error),
    });
    for (const state of ['online', 'offline', 'online', 'offline'] as const) source.next(state);
    expect(told).toHaveLength(emitted);
    await firstValueFrom(timer(5)); // behind timers that are due at once
    expect(told).toHaveLength(emitted);
    subscription.unsubscribe();
  });

  test('by shareConnectionState', async () => {
    const source = new Subject<StateMarble>();
    const shared$ = source.pipe(shareConnectionState({ lingerMs: longest }));
    shared$.subscribe().unsubscribe();
    await firstValueFrom(timer(5));
    expect(source.observed).toBe(true);
    source.complete();
  });
});
