import {
  concatMap,
  dematerialize,
  materialize,
  type MonoTypeOperatorFunction,
  of,
  ReplaySubject,
  type SchedulerLike,
  share,
  timer,
} from 'rxjs';
import { checkObject } from '../lib/errors.js';
import { checkDelay, checkScheduler } from './checks.js';

/**
 * The time that {@link shareConnectionState} keeps its source without subscribers.
 *
 * @public
 */
export interface ShareConnectionStateOptions {
  /**
   * The time that the source stays subscribed after the last subscriber has gone, in milliseconds; 0 by
   * default: not at all.
   */
  readonly lingerMs?: number | undefined;
  /**
   * The scheduler that measures the time; `asyncScheduler` by default. A `lingerMs` of 0 does not use it.
   */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * One subscription of the source, and so one registration with Outlook, for any number of subscribers. A
 * later subscriber receives the latest state at once.
 *
 * ```text
 * n = online, f = offline
 *
 * source        n---f-----n------
 * first         ^------!
 * second             ^---------!
 * source is     ^-----------------!   subscribed, with lingerMs: 3
 *
 * first gets    n---f---
 * second gets        f----n-----
 * ```
 *
 * - Subscribes to the source with the first subscriber, and unsubscribes after the last one has gone: at
 *   once, or `lingerMs` later. A subscriber that joins within that time finds the source subscribed, and
 *   receives its latest state.
 * - Every subscriber receives the same values in the same order. A value caused inside `next` follows after
 *   all subscribers have received the value before.
 * - Completion and errors go to all subscribers; a later subscriber subscribes to the source again, so that
 *   `retry` behind the operator works. An error without subscribers is not reported.
 * - `unsubscribe()` removes that subscriber only. While the source lingers, one timer is on the scheduler,
 *   and keeps a process alive; the next subscriber or the source's end removes it.
 * - In `next` one may unsubscribe, subscribe again, or make the source emit.
 *
 * The Observable that the operator returns is shared: make it once and keep it. The operator itself may be
 * used for many sources. It shares any values, statuses and summaries too.
 *
 * @param options - the time to linger, in milliseconds, at most 2 147 483 647, and the scheduler that
 *   measures it
 * @returns an operator that changes no value
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an option is of the wrong type,
 *   `ERR_INVALID_ARG_VALUE` when `lingerMs` is negative, not finite or too long, at the call
 *
 * @example
 * ```ts
 * import { connectionState$, shareConnectionState } from 'rx-outlook';
 *
 * const work$ = connectionState$('Work', { backend: 'embedded' }).pipe(
 *   shareConnectionState({ lingerMs: 2_000 }),
 * );
 *
 * const statusBar = work$.subscribe((state) => console.log(`status bar: ${state}`));
 * const queue = work$.subscribe((state) => console.log(`queue: ${state}`));
 *
 * setTimeout(() => {
 *   statusBar.unsubscribe();
 *   queue.unsubscribe();
 * }, 1_000);
 * ```
 *
 * @public
 */
export function shareConnectionState<T>(
  options: ShareConnectionStateOptions = {},
): MonoTypeOperatorFunction<T> {
  const { lingerMs = 0, scheduler } = checkObject(options, 'options', ['lingerMs', 'scheduler']);
  const linger = checkDelay(lingerMs, 'options.lingerMs');
  const time = checkScheduler(scheduler);

  return (source) =>
    source.pipe(
      // One at a time, the end included: otherwise the second of two subscribers would receive an earlier
      // value last, and keep a state that has passed.
      materialize(),
      concatMap((notification) => of(notification)),
      dematerialize(),
      share({
        connector: () => new ReplaySubject<T>(1),
        resetOnRefCountZero: linger === 0 ? true : () => timer(linger, time),
      }),
    );
}
