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
 * How long a state must last before {@link debounceConnectionState} lets it through.
 *
 * @public
 */
export interface DebounceConnectionStateOptions {
  /** How long `'online'` must last, in milliseconds; 0, at once, by default. */
  readonly online?: number | undefined;
  /** How long `'offline'` must last, in milliseconds; 0, at once, by default. */
  readonly offline?: number | undefined;
  /** How long `'unknown'` must last, in milliseconds; 0, at once, by default. */
  readonly unknown?: number | undefined;
  /**
   * How long the source may be in other states than the last one emitted, in milliseconds and all in all,
   * before the one that it is in passes; no limit by default.
   */
  readonly maxWait?: number | undefined;
  /** Whether the first value, too, must last for its delay; false by default. */
  readonly debounceFirst?: boolean | undefined;
  /** What measures the time; `asyncScheduler` by default. A delay of 0 does not use it. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Lets a connection state through once it has lasted for a while, with a delay for each direction: a
 * short interruption is never seen.
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
 * - Of a status, such as `connectionStatus$` emits, the state alone counts, and is emitted.
 * - The first value passes at once, unless `debounceFirst` asks otherwise, and so does every state whose
 *   delay is 0: synchronously, without a hop over the scheduler.
 * - `'unknown'` has a delay of its own. When that is 0, as by default, it passes at once and takes the
 *   place of a pending state; else it is a state like the other two.
 * - A state that goes back to the last one emitted within its delay is never seen, unless `maxWait` is
 *   reached. A state that repeats the last one emitted is not emitted again.
 * - A pending state that the source repeats does not start its delay again; another one that comes instead
 *   of it starts its own.
 * - With `maxWait`, a line that flaps faster than the delay is told of all the same: the time that the
 *   source spends in other states than the last one emitted adds up, and when the sum reaches `maxWait`,
 *   the state that the source is in is emitted. The sum starts anew when a state is emitted, and when the
 *   source has been back in the last one emitted for as long as the delay of that one. With a delay of 0
 *   that is whenever it comes back: against flapping, both directions need a delay. A `maxWait` that is
 *   shorter than a delay takes its place.
 * - When the source completes, a pending state is emitted, then the completion.
 * - When the source errors, the error passes at once and a pending state is dropped.
 * - `unsubscribe()` drops a pending state; nothing is left on the scheduler.
 * - Made once and used for many accounts, it holds one timer for each delay, however many of them flap
 *   (and with `maxWait` one more for each that is on its way to it).
 * - In `next` one may unsubscribe or make the source emit.
 *
 * @param options - the delays in milliseconds, at most 2 147 483 647 each (a timer holds no more), and
 *   the scheduler that measures them
 * @returns an operator from connection states, or statuses, to the states of them that have lasted
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

      /** Emits when a state that has just come is to pass. */
      function settled(state: StateOf<L>): Observable<unknown> {
        if (state === emitted) {
          away?.comeBack();
          return of(state); // as far as the second distinctUntilChanged, which ends the pending state
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
