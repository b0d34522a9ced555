import {
  debounce,
  defer,
  distinctUntilChanged,
  map,
  type Observable,
  of,
  type OperatorFunction,
  type SchedulerLike,
  tap,
} from 'rxjs';
import { checkObject } from '../lib/errors.js';
import { checkDelay, checkFlag, checkScheduler } from './checks.js';
import { type ConnectionStateLike, stateOf, type StateOf } from './connectionStateLike.js';
import { SharedTimer } from './sharedTimer.js';
import { TimeAway } from './timeAway.js';

/**
 * The time that a state must last before {@link debounceConnectionState} emits it.
 *
 * @public
 */
export interface DebounceConnectionStateOptions {
  /** For `'online'`, in milliseconds; 0 by default: at once. */
  readonly online?: number | undefined;
  /** For `'offline'`, in milliseconds; 0 by default: at once. */
  readonly offline?: number | undefined;
  /** For `'unknown'`, in milliseconds; 0 by default: at once. */
  readonly unknown?: number | undefined;
  /**
   * The total time, in milliseconds, that the source may spend in other states than the last one emitted
   * before its present state is emitted; no limit by default.
   */
  readonly maxWait?: number | undefined;
  /** Whether the first value must last for its delay, too; false by default. */
  readonly debounceFirst?: boolean | undefined;
  /** The scheduler that measures the time; `asyncScheduler` by default. A delay of 0 does not use it. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Emits a connection state after it has lasted for a while, with a delay for each direction: a short
 * interruption is never emitted.
 *
 * ```text
 * n = online, f = offline
 *
 * source                                n--f-n--f-------n--|
 * debounceConnectionState(offline: 5)   n------------f--n--|
 *
 * source                                n--f---n-f----n----|
 * debounceConnectionState(online: 3,    n----------f-----n-|
 *   offline: 5, maxWait: 6)
 *
 * source                                n-f-------n---|
 * debounceConnectionState(online: 3,    -------f-----n|
 *   offline: 5, debounceFirst)
 * ```
 *
 * - Of a status, as `connectionStatus$` emits, only the state counts, and is emitted.
 * - The first value passes at once, unless `debounceFirst` is set, and so does every state whose delay is
 *   0: synchronously, without the scheduler.
 * - `'unknown'` has a delay of its own. When that is 0, as by default, `'unknown'` passes at once and
 *   replaces a pending state; otherwise it is a state like the other two.
 * - A state that returns to the last one emitted within its delay is never emitted, unless `maxWait` is
 *   reached. A repetition of the last one emitted is not emitted.
 * - Repeating a pending state does not restart its delay; another state instead of it starts its own.
 * - With `maxWait`, a connection that flaps faster than the delay is reported nevertheless: the time that
 *   the source spends in other states than the last one emitted adds up, and when the sum reaches
 *   `maxWait`, the present state of the source is emitted. The sum starts again when a state is emitted,
 *   and when the source has returned to the last one emitted for as long as the delay of that one. With a
 *   delay of 0 that is at every return: against flapping, both directions need a delay. A `maxWait` shorter
 *   than a delay replaces it.
 * - When the source completes, a pending state is emitted, then the completion.
 * - When the source errors, the error passes at once and a pending state is dropped.
 * - `unsubscribe()` drops a pending state; it leaves no action on the scheduler.
 * - One operator used for many accounts holds one timer for each delay, however many accounts flap (and
 *   with `maxWait` one more for each account whose sum grows).
 * - In `next` one may unsubscribe or make the source emit.
 *
 * @param options - the delays in milliseconds, at most 2 147 483 647 each (the limit of a timer), and the
 *   scheduler that measures them
 * @returns an operator from connection states, or statuses, to the states that have lasted
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an option is of the wrong type,
 *   `ERR_INVALID_ARG_VALUE` when a delay is negative, not finite or too long, at the call
 *
 * @example
 * ```ts
 * import { connectionState$, debounceConnectionState } from 'rx-outlook';
 *
 * const subscription = connectionState$('Work', { backend: 'embedded' })
 *   .pipe(debounceConnectionState({ online: 500, offline: 5_000 }))
 *   .subscribe((state) => console.log(`Work has settled: ${state}`));
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function debounceConnectionState<L extends ConnectionStateLike>(
  options: DebounceConnectionStateOptions,
): OperatorFunction<L, StateOf<L>> {
  const checked = checkObject(options, 'options', [
    'online',
    'offline',
    'unknown',
    'maxWait',
    'debounceFirst',
    'scheduler',
  ]);
  const { online = 0, offline = 0, unknown = 0, maxWait } = checked;
  const delays = {
    online: checkDelay(online, 'options.online'),
    offline: checkDelay(offline, 'options.offline'),
    unknown: checkDelay(unknown, 'options.unknown'),
  };
  const limit = maxWait === undefined ? undefined : checkDelay(maxWait, 'options.maxWait');
  const debounceFirst = checkFlag(checked.debounceFirst, 'options.debounceFirst');
  const scheduler = checkScheduler(checked.scheduler);
  const timer = new SharedTimer(scheduler);

  return (source) =>
    defer(() => {
      const away = limit === undefined ? undefined : new TimeAway(limit, timer.clock);
      let emitted: StateOf<L> | undefined;

      /** Emits when a new state is due. */
      function settled(state: StateOf<L>): Observable<unknown> {
        if (state === emitted) {
          away?.comeBack();
          return of(state); // passes to the second distinctUntilChanged, which ends the pending state
        }
        const delay = emitted === undefined && !debounceFirst ? 0 : delays[state];
        const hold = emitted === undefined ? 0 : delays[emitted];
        const wait = away === undefined ? delay : away.leave(delay, hold);
        return wait === 0 ? of(state) : timer.after(wait);
      }

      return source.pipe(
        map(stateOf),
        distinctUntilChanged(),
        debounce(settled),
        distinctUntilChanged(),
        tap((state) => {
          emitted = state;
          away?.reported();
        }),
      );
    });
}
