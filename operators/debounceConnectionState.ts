import {
  debounce,
  defer,
  distinctUntilChanged,
  type MonoTypeOperatorFunction,
  type Observable,
  of,
  type SchedulerLike,
  tap,
} from 'rxjs';
import type { ConnectionState } from '../lib/types.js';
import { checkDelay, checkOptions, checkScheduler } from './checks.js';
import { SharedTimer } from './sharedTimer.js';

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
 * ```
 *
 * - The first value passes at once, and so does every state whose delay is 0: synchronously, without
 *   a hop over the scheduler.
 * - `'unknown'` passes at once and takes the place of a pending state.
 * - A state that goes back to the last one emitted within its delay is never seen. A state that
 *   repeats the last one emitted is not emitted again.
 * - A pending state that the source repeats does not start its delay again.
 * - When the source completes, a pending state is emitted, then the completion.
 * - When the source errors, the error passes at once and a pending state is dropped.
 * - `unsubscribe()` drops a pending state; nothing is left on the scheduler.
 * - Made once and used for many accounts, it holds one timer for each delay, however many of them flap.
 * - In `next` one may unsubscribe or make the source emit.
 *
 * @param options - the delays in milliseconds, at most 2 147 483 647 each (a timer holds no more), and
 *   the scheduler that measures them
 * @returns an operator for Observables of connection states, with or without `'unknown'`
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
export function debounceConnectionState<S extends ConnectionState | 'unknown'>(
  options: DebounceConnectionStateOptions,
): MonoTypeOperatorFunction<S> {
  const { online = 0, offline = 0, scheduler } = checkOptions(options);
  const delays = {
    online: checkDelay(online, 'options.online'),
    offline: checkDelay(offline, 'options.offline'),
    unknown: 0,
  };
  const timer = new SharedTimer(checkScheduler(scheduler));

  return (source) =>
    defer(() => {
      let emitted: S | undefined;

      /** Emits when a state that has just come is to pass. */
      function settled(state: S): Observable<unknown> {
        const isFirst = emitted === undefined;
        // Passes as far as the second distinctUntilChanged only, which ends the pending state.
        const isBack = state === emitted;
        const delay = isFirst || isBack ? 0 : delays[state];
        return delay === 0 ? of(state) : timer.after(delay);
      }

      return source.pipe(
        distinctUntilChanged(),
        debounce(settled),
        distinctUntilChanged(),
        tap((state) => {
          emitted = state;
        }),
      );
    });
}
