import { type MonoTypeOperatorFunction, Observable, retry, type SchedulerLike, tap } from 'rxjs';
import { checkBackoff } from './backoff.js';
import { checkObject } from '../lib/errors.js';
import { checkScheduler } from './checks.js';
import type { ConnectionStateLike } from './connectionStateLike.js';
import { checkLimit } from './counts.js';
import { checkConnection } from './connection.js';
import { Retries } from './retries.js';

/**
 * The number and pace of the retries of {@link retryWhenOnline}.
 *
 * @public
 */
export interface RetryWhenOnlineOptions {
  /**
   * The number of retries in a row of a source that emits nothing, from 0; `Infinity` by default. Each
   * value resets the count.
   */
  readonly count?: number | undefined;
  /**
   * The delay between two attempts while the connection stays online, in milliseconds: at first this long,
   * then twice as long each time, up to a minute. 1 000 by default. Or a function that returns the delay,
   * called with the number of failures in a row, from 1.
   */
  readonly backoff?: number | ((failures: number) => number) | undefined;
  /**
   * The random part of each such delay, from 0 (none) to 1 (all of it). It only shortens the delay. 0 by
   * default.
   */
  readonly jitter?: number | undefined;
  /** The scheduler that measures the time; `asyncScheduler` by default. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Retries a failed source when the connection is online, instead of after some time.
 *
 * ```text
 * n = online, f = offline, # = the source fails
 *
 * state$            n-----f------n------
 * source            a--#  (retried at once: the connection is online)
 *                      -#  (the second time with backoff, which ends with the connection)
 *                                b--c---
 * retryWhenOnline   a------------b--c---
 * ```
 *
 * - Offline or unknown, or before the first state: it waits for `'online'` and retries at once. It has no
 *   timer while it waits.
 * - Online: it retries at once after the first failure since the connection went online, and with backoff
 *   after later ones. When the connection goes offline meanwhile, the backoff is dropped, and it waits for
 *   the next `'online'`. A value of the source resets the backoff, but allows no retry at once: a source
 *   that emits and fails each time does not spin.
 * - After `count` retries in a row the source's next error passes.
 * - When `state$` completes, its last state stays: if that is online, retries continue with backoff; if
 *   not, the source's next error passes, and so does one that waits. When `state$` errors, that error
 *   passes at once, and the source is unsubscribed; `connectionStatus$` never errors.
 * - A failed source is unsubscribed before the retry. Its values and completion pass.
 * - `unsubscribe()` unsubscribes from both; it leaves no action on the scheduler.
 * - In `next` one may unsubscribe, or make the source or `state$` emit.
 *
 * If the connection flaps, put `debounceConnectionState` into `state$`.
 *
 * @param state$ - the connection states, or statuses; subscribed once for each subscription, before the
 *   source
 * @param options - the number of retries, the delay in milliseconds, and the scheduler that measures it
 * @returns an operator that changes no value
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an argument is of the wrong type,
 *   `ERR_INVALID_ARG_VALUE` when an option is out of range: at the call, or as the error of the stream when
 *   a function `backoff` returned it
 *
 * @example
 * ```ts
 * import { defer } from 'rxjs';
 * import { connectionStatus$, retryWhenOnline } from 'rx-outlook';
 *
 * const folders$ = defer(() => fetch('https://example.com/folders')).pipe(
 *   retryWhenOnline(connectionStatus$('Work'), { count: 5, backoff: 2_000, jitter: 0.5 }),
 * );
 *
 * const subscription = folders$.subscribe({
 *   next: ({ status }) => console.log(`answered: ${status}`),
 *   error: (error: unknown) => console.error(`given up: ${String(error)}`),
 * });
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function retryWhenOnline<T>(
  state$: Observable<ConnectionStateLike>,
  options: RetryWhenOnlineOptions = {},
): MonoTypeOperatorFunction<T> {
  const online$ = checkConnection(state$);
  const {
    count = Infinity,
    backoff,
    jitter,
    scheduler,
  } = checkObject(options, 'options', ['count', 'backoff', 'jitter', 'scheduler']);
  const limit = checkLimit(count, 'options.count', 0);
  const delayAfter = checkBackoff(backoff, jitter);
  const time = checkScheduler(scheduler);

  return (source) =>
    new Observable((subscriber) => {
      const retries = new Retries(limit, delayAfter, time);
      subscriber.add(
        online$.subscribe({
          next: (isOnline) => {
            retries.setOnline(isOnline);
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            retries.statesEnd();
          },
        }),
      );
      if (subscriber.closed) return;
      source
        .pipe(
          tap(() => {
            retries.succeeded();
          }),
          retry({ delay: (error) => retries.after(error) }),
        )
        .subscribe(subscriber);
    });
}
