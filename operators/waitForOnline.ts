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
 * How long {@link waitForOnline} waits.
 *
 * @public
 */
export interface WaitForOnlineOptions {
  /** How long to wait at most, in milliseconds; without it there is no limit. */
  readonly timeout?: number | undefined;
  /** Ends the waiting when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** What measures the time; `asyncScheduler` by default. Without a `timeout` it is not used. */
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
 * - When the source is online already, that is at once, and no time is measured.
 * - When `timeout` milliseconds have passed since it was subscribed, it errors with `ERR_TIMEOUT`.
 * - When `signal` aborts, it errors with the signal's reason, at once; when it has aborted already, without
 *   subscribing the source. An abort after the first `'online'`, in its `next` too, changes nothing.
 * - The source's error passes at once.
 * - When the source completes and was never online, it errors with `ERR_STATES_ENDED`: completion would
 *   say that the wait is over.
 * - Whatever ends it unsubscribes the source, takes the timer off the scheduler and lets go of the signal.
 * - In `next` one may unsubscribe or make the source emit.
 *
 * @param options - the limit in milliseconds, at most 2 147 483 647, the signal, and the scheduler that
 *   measures the time
 * @returns an operator from connection states, or statuses, to the first that is online; it errors with an
 *   {@link OfflineStateError}: `ERR_TIMEOUT`, `ERR_STATES_ENDED`
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
    // A race, so that the signal is let go of before next is called.
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
    `Not online within ${String(limit)} ms. Wait longer, or do what there was to do later.`,
    { code: 'ERR_TIMEOUT', operation: 'waitForOnline' },
  );
}

function neverOnline(): OfflineStateError {
  return new OfflineStateError(
    'The connection states ended, and none was online. Wait on a stream that goes on, such as connectionStatus$.',
    { code: 'ERR_STATES_ENDED', operation: 'waitForOnline' },
  );
}
