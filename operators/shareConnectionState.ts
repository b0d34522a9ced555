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
 * When {@link shareConnectionState} lets go of its source.
 *
 * @public
 */
export interface ShareConnectionStateOptions {
  /**
   * How long the source stays subscribed when the last subscriber has gone, in milliseconds; 0, not at
   * all, by default.
   */
  readonly lingerMs?: number | undefined;
  /** What measures the time; `asyncScheduler` by default. A `lingerMs` of 0 does not use it. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * One subscription of the source, and so one registration with Outlook, for any number of subscribers.
 * Who comes late gets the latest state at once.
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
 * - The source is subscribed with the first subscriber, and left when the last one has gone: at once, or
 *   `lingerMs` later. Who comes within that time finds it still running, and gets its latest state.
 * - Every subscriber is told the same in the same order. What is caused inside `next` comes when all have
 *   been told what came before.
 * - Completion and errors go to all; whoever subscribes afterwards subscribes the source anew, so that
 *   `retry` behind it does what it says. An error while nobody is subscribed is told to nobody.
 * - `unsubscribe()` takes that subscriber alone away. While the source lingers one timer is on the
 *   scheduler, and keeps a process alive; it goes when somebody comes or the source ends.
 * - In `next` one may unsubscribe, subscribe again, or make the source emit.
 *
 * What is shared hangs on the Observable that the operator returns: make it once and keep it. The operator
 * itself may be used for many sources. It shares anything, statuses and summaries too.
 *
 * @param options - how long to linger, in milliseconds, at most 2 147 483 647, and the scheduler that
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
      // One at a time, the end too: without it, of two subscribers the second would be told last what was
      // caused first, and stay with a state that is over.
      materialize(),
      concatMap((notification) => of(notification)),
      dematerialize(),
      share({
        connector: () => new ReplaySubject<T>(1),
        resetOnRefCountZero: linger === 0 ? true : () => timer(linger, time),
      }),
    );
}
