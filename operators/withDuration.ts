import { defer, distinctUntilChanged, map, type OperatorFunction, type SchedulerLike } from 'rxjs';
import { checkObject } from '../lib/errors.js';
import type { ConnectionState } from '../lib/types.js';
import { checkScheduler } from './checks.js';
import { type ConnectionStateLike, type StateOf, stateOf } from './connectionStateLike.js';
import { ElapsedTime } from './elapsedTime.js';

/**
 * The clock of {@link withDuration}.
 *
 * @public
 */
export interface WithDurationOptions {
  /**
   * The scheduler whose clock measures the time; `asyncScheduler` by default. Nothing is scheduled on it.
   */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * A state, and the duration of the one before it.
 *
 * @public
 */
export interface StateWithDuration<
  S extends ConnectionState | 'unknown' = ConnectionState | 'unknown',
> {
  /** The state that has begun. */
  readonly state: S;
  /** When it began, by the scheduler's clock: in milliseconds since the epoch by default. */
  readonly since: number;
  /** The state that has ended, and its duration in milliseconds; absent in the first value. */
  readonly previous?: { readonly state: S; readonly duration: number } | undefined;
}

/**
 * Adds to each state when it began, and the duration of the one before it.
 *
 * ```text
 * n = online, f = offline
 *
 * source        n----f--n--
 * withDuration  a----b--c--
 *
 * a = online, since 0
 * b = offline, since 5; before that 5 ms online
 * c = online, since 8; before that 3 ms offline
 * ```
 *
 * - Each change of the state passes at once. A repeated state is no change and is not emitted; nor is a
 *   status with another reason.
 * - A state begins when it arrives here. `'unknown'` is a state like the others, with a duration of its
 *   own.
 * - `since` is a time of day, and a duration is not the difference of two: setting the wall clock, back or
 *   forward, changes no duration.
 * - Completion, errors and `unsubscribe()` pass at once, without the duration of the last state.
 * - In `next` one may unsubscribe or make the source emit.
 *
 * @param options - the scheduler whose clock measures the time, in milliseconds
 * @returns an operator from connection states, or statuses, to states with durations
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an option is of the wrong type, at the call
 *
 * @example
 * ```ts
 * import { connectionState$, withDuration } from 'rx-outlook';
 *
 * const subscription = connectionState$('Work', { backend: 'embedded' })
 *   .pipe(withDuration())
 *   .subscribe(({ state, previous }) => {
 *     console.log(previous ? `${state} after ${previous.duration} ms ${previous.state}` : state);
 *   });
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function withDuration<L extends ConnectionStateLike>(
  options: WithDurationOptions = {},
): OperatorFunction<L, StateWithDuration<StateOf<L>>> {
  const checked = checkObject(options, 'options', ['scheduler']);
  const scheduler = checkScheduler(checked.scheduler);

  return (source) =>
    defer(() => {
      const clock = new ElapsedTime(scheduler);
      let last: StateWithDuration<StateOf<L>> | undefined;
      let began = 0;
      return source.pipe(
        map(stateOf),
        distinctUntilChanged(),
        map((state) => {
          const since = scheduler.now();
          const now = clock.now();
          const previous = last && { state: last.state, duration: now - began };
          began = now;
          last = previous === undefined ? { state, since } : { state, since, previous };
          return last;
        }),
      );
    });
}
