import {
  filter,
  type Observable,
  type OperatorFunction,
  race,
  type SchedulerLike,
  take,
  throwError,
  throwIfEmpty,
  timeout as timedOut,
} from 'rxjs';
import { checkObject, OfflineStateError } from '../lib/errors.js';
import { abortionOf, checkSignal } from '../lib/signals.js';
import { checkDelay, checkScheduler } from './checks.js';
import { type ConnectionStateLike, isOnline } from './connectionStateLike.js';

/**
 * The limits of {@link waitForOnline}.
 *
 * @public
 */
export interface WaitForOnlineOptions {
  /** The longest wait, in milliseconds; no limit by default. */
  readonly timeout?: number | undefined;
  /** Ends the wait when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** The scheduler that measures the time; `asyncScheduler` by default. Used only with a `timeout`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Waits for the first `'online'`: emits it and completes.
 *
 * ```text
 * n = online, f = offline, u = unknown
 *
 * source                      u--f----n---
 * waitForOnline()             --------(n|)
 * waitForOnline(timeout: 5)   -----#
 * ```
 *
 * - Emits at once when the source is online already, without a timer.
 * - Errors with `ERR_TIMEOUT` `timeout` milliseconds after the subscription.
 * - Errors with the signal's reason when `signal` aborts, at once; when it has aborted already, without
 *   subscribing to the source. An abort after the first `'online'`, even in its `next`, changes nothing.
 * - Errors with the source's error at once.
 * - Errors with `ERR_STATES_ENDED` when the source completes without having been online: completion would
 *   say that the wait was successful.
 * - Every end unsubscribes from the source, removes the timer from the scheduler and the listener from the
 *   signal.
 * - In `next` one may unsubscribe or make the source emit.
 *
 * @param options - the limit in milliseconds, at most 2 147 483 647, the signal, and the scheduler that
 *   measures the time
 * @returns an operator from connection states, or statuses, to the first one that is online; it errors with
 *   an {@link OfflineStateError}: `ERR_TIMEOUT`, `ERR_STATES_ENDED`
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an option is of the wrong type,
 *   `ERR_INVALID_ARG_VALUE` when `timeout` is negative, not finite or too long, at the call
 *
 * @example
 * ```ts
 * import { firstValueFrom } from 'rxjs';
 * import { connectionStatus$, OfflineStateError, waitForOnline } from 'rx-outlook';
 *
 * async function send(mail: string, signal: AbortSignal) {
 *   try {
 *     await firstValueFrom(connectionStatus$('Work').pipe(waitForOnline({ timeout: 10_000, signal })));
 *     console.log(`sending ${mail}`);
 *   } catch (error) {
 *     if (error instanceof OfflineStateError && error.code === 'ERR_TIMEOUT') console.log('later, then');
 *     else throw error;
 *   }
 * }
 *
 * void send('hello', AbortSignal.timeout(1_000)).catch(console.error);
 * ```
 *
 * @public
 */
export function waitForOnline<L extends ConnectionStateLike>(
  options: WaitForOnlineOptions = {},
): OperatorFunction<L, Extract<L, 'online' | { readonly state: unknown }>> {
  const { timeout, signal, scheduler } = checkObject(options, 'options', [
    'timeout',
    'signal',
    'scheduler',
  ]);
  const limit = timeout === undefined ? undefined : checkDelay(timeout, 'options.timeout');
  const aborted = abortionOf(checkSignal(signal));
  const time = checkScheduler(scheduler);

  function withinLimit<T>(source: Observable<T>): Observable<T> {
    if (limit === undefined) return source;
    return source.pipe(
      timedOut({ first: limit, scheduler: time, with: () => throwError(() => tooLate(limit)) }),
    );
  }

  return (source) =>
    // A race, which removes the signal's listener before `next` is called.
    race(
      aborted,
      source.pipe(
        filter((like): like is Extract<L, 'online' | { readonly state: unknown }> =>
          isOnline(like),
        ),
        take(1),
        throwIfEmpty(neverOnline),
        withinLimit,
      ),
    );
}

function tooLate(limit: number): OfflineStateError {
  return new OfflineStateError(
    `Not online within ${String(limit)} ms. Raise the timeout, or try again later.`,
    { code: 'ERR_TIMEOUT', operation: 'waitForOnline' },
  );
}

function neverOnline(): OfflineStateError {
  return new OfflineStateError(
    'The connection states ended, and none was online. Use a stream that does not end, such as connectionStatus$.',
    { code: 'ERR_STATES_ENDED', operation: 'waitForOnline' },
  );
}
