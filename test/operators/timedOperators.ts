import {
  catchError,
  concat,
  defer,
  finalize,
  map,
  merge,
  type Observable,
  of,
  type SchedulerLike,
  Subject,
  take,
  throwError,
} from 'rxjs';
import {
  type ConnectionStateLike,
  connectionUptime,
  debounceConnectionState,
  detectFlapping,
  mergeConnectionStates,
  retryWhenOnline,
  shareConnectionState,
  waitForOnline,
  withDuration,
} from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';

type Build = (
  state$: Observable<StateMarble>,
  options: { readonly scheduler?: SchedulerLike },
) => Observable<unknown>;

/** Every operator that measures time, so that what it emits, and when, shows all the time that it has measured. */
export const timedOperators: readonly (readonly [name: string, build: Build])[] = [
  [
    'debounceConnectionState',
    (state$, time) => state$.pipe(debounceConnectionState({ online: 3, offline: 5, ...time })),
  ],
  [
    'debounceConnectionState with maxWait',
    (state$, time) =>
      state$.pipe(debounceConnectionState({ online: 30, offline: 40, maxWait: 12, ...time })),
  ],
  [
    'detectFlapping',
    (state$, time) =>
      state$.pipe(detectFlapping({ window: 20, transitions: 3, settle: 15, ...time })),
  ],
  [
    'connectionUptime',
    (state$, time) => state$.pipe(connectionUptime({ window: 20, every: 4, ...time })),
  ],
  [
    'withDuration',
    (state$, time) =>
      state$.pipe(
        withDuration(time),
        map(({ state, previous }) => ({ state, previous })),
      ),
  ],
  [
    'waitForOnline',
    (state$, time) =>
      state$.pipe(
        map((state) => (state === 'online' ? 'offline' : state)),
        waitForOnline<ConnectionStateLike>({ timeout: 25, ...time }),
        catchError((error: unknown) => of(error)),
      ),
  ],
  [
    'retryWhenOnline',
    (state$, time) =>
      concat(
        of('attempt'),
        throwError(() => new Error('failed')),
      ).pipe(retryWhenOnline(state$, { backoff: 2, ...time }), take(12)),
  ],
  [
    'mergeConnectionStates with retry',
    (state$, time) =>
      mergeConnectionStates(
        { failing: defer(() => throwError(() => new Error('failed'))), other: state$ },
        { retry: { delay: 7, count: 9 }, ...time },
      ).pipe(map(({ changed, online }) => ({ changed, online }))),
  ],
  [
    'shareConnectionState',
    (state$, time) => {
      const left$ = new Subject<string>();
      const shared$ = state$.pipe(
        finalize(() => left$.next('left')),
        shareConnectionState({ lingerMs: 10, ...time }),
      );
      return merge(left$, shared$.pipe(take(3)));
    },
  ],
];
