import { type MonoTypeOperatorFunction, Observable, retry, type SchedulerLike, tap } from 'rxjs';
import { checkBackoff } from './backoff.js';
import { checkObject } from '../lib/errors.js';
import { checkScheduler } from './checks.js';
import type { ConnectionStateLike } from './connectionStateLike.js';
import { checkLimit } from './counts.js';
import { checkConnection } from './connection.js';
import { Retries } from './retries.js';

/**
 * How often and how fast {@link retryWhenOnline} tries again.
 *
 * @public
 */
export interface RetryWhenOnlineOptions {
  /**
   * How many times in a row a source that emits nothing is tried again, from 0; `Infinity` by default.
   * With each value it is counted anew.
   */
  readonly count?: number | undefined;
  /**
   * How long to wait between two attempts while the line stays online, in milliseconds: at first this
   * long, then twice as long each time, up to a minute. 1 000 by default. Or a function that says so, given
   * the number of failures in a row, from 1.
   */
  readonly backoff?: number | ((failures: number) => number) | undefined;
  /**
   * The part of each such wait that is left to chance, from 0, none, to 1, all of it. It only shortens.
   * 0 by default.
   */
  readonly jitter?: number | undefined;
  /** What measures the time; `asyncScheduler` by default. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Tries a failed source again when the line is online, not whenever some time has passed.
 *
 * ```text
 * n = online, f = offline, # = the source fails
 *
 * state$            n-----f------n------
 * source            a--#  (tried again at once: the line is online)
 *                      -#  (the second time with backoff, which ends with the line)
 *                                b--c---
 * retryWhenOnline   a------------b--c---
 * ```
 *
 * - Not online, not known, or `state$` silent so far: it waits for `'online'` and tries again at once.
 *   While it waits there is no timer.
 * - Online: the first failure since the line went online is tried again at once, the next ones after the
 *   backoff. When the line is lost meanwhile, the backoff is dropped, and the next `'online'` is waited
 *   for. A value of the source sets the backoff back to its start, and does not earn an attempt without
 *   one: a source that emits and fails each time does not spin.
 * - After `count` failures in a row beyond the first, the source's error passes.
 * - When `state$` has completed, its last state stands: if that is online, attempts go on with backoff; if
 *   not, the source's next error passes, and so does the one that waits. When `state$` errors, that error
 *   passes at once, and the source is unsubscribed; `connectionStatus$` never does.
 * - A failed source is unsubscribed before it is subscribed again. Its values and completion pass.
 * - `unsubscribe()` unsubscribes both; nothing is left on the scheduler.
 * - In `next` one may unsubscribe, or make the source or `state$` emit.
 *
 * For a line that flaps put `debounceConnectionState` into `state$`.
 *
 * @param state$ - the connection states, or statuses; subscribed once for each subscription, before the
 *   source
 * @param options - how often to try, how long to wait in milliseconds, and the scheduler that measures it
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
