import {
  defer,
  distinctUntilChanged,
  EMPTY,
  map,
  type OperatorFunction,
  type SchedulerLike,
} from 'rxjs';
import { checkObject } from '../lib/errors.js';
import type { ConnectionState } from '../lib/types.js';
import { checkDelay, checkScheduler } from './checks.js';
import { type ConnectionStateLike, type StateOf, stateOf } from './connectionStateLike.js';
import { checkCount } from './counts.js';
import { Fifo } from './fifo.js';
import { followedBy } from './followedBy.js';
import { SharedTimer } from './sharedTimer.js';

/**
 * The limits of {@link detectFlapping}.
 *
 * @public
 */
export interface DetectFlappingOptions {
  /** The time over which changes are counted, in milliseconds. */
  readonly window: number;
  /** The number of changes allowed within the window, from 1; one more is flapping. */
  readonly transitions: number;
  /**
   * The time without a change after which a flapping connection counts as stable again, in milliseconds.
   */
  readonly settle: number;
  /** The scheduler that measures the time; `asyncScheduler` by default. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * A state, and whether the connection is flapping.
 *
 * @public
 */
export interface FlappingState<
  S extends ConnectionState | 'unknown' = ConnectionState | 'unknown',
> {
  /** The state, as it came. */
  readonly state: S;
  /** Whether the state has changed more often than allowed, and has not settled since. */
  readonly flapping: boolean;
}

/**
 * Marks a connection as flapping when its state has changed more often than allowed within a window, and as
 * stable again after some time without a change.
 *
 * ```text
 * n = online, f = offline, capitals = flapping
 *
 * source                                                n---f-n-f-n-----------f---|
 * detectFlapping(window: 10, transitions: 3, settle: 6) n---f-n-f-N-----n-----f---|
 * ```
 *
 * - Each change of the state passes at once, marked. Every change counts, also from and to `'unknown'`. The
 *   first state is no change, nor is a repetition, which is not emitted.
 * - Flapping begins with the change that exceeds `transitions` within the last `window` milliseconds. A
 *   change that is as old as `window` no longer counts.
 * - Flapping ends after `settle` milliseconds without a change: then the present state is emitted once
 *   more, unmarked. Earlier changes are forgotten, and do not count again.
 * - Completion and errors pass at once, without the settling of a connection that is flapping.
 * - `unsubscribe()` leaves no action on the scheduler. One operator used for many accounts holds one timer,
 *   however many of them flap, and none while none does.
 * - In `next` one may unsubscribe or make the source emit.
 *
 * @param options - the window and the settling time in milliseconds, at most 2 147 483 647 each, the number
 *   of changes allowed, and the scheduler that measures the time
 * @returns an operator from connection states, or statuses, to marked states
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an option is of the wrong type,
 *   `ERR_INVALID_ARG_VALUE` when one is out of range, at the call
 *
 * @example
 * ```ts
 * import { distinctUntilKeyChanged } from 'rxjs';
 * import { connectionState$, detectFlapping } from 'rx-outlook';
 *
 * const subscription = connectionState$('Work', { backend: 'embedded' })
 *   .pipe(
 *     detectFlapping({ window: 60_000, transitions: 5, settle: 120_000 }),
 *     distinctUntilKeyChanged('flapping'),
 *   )
 *   .subscribe(({ flapping }) => console.log(flapping ? 'Work is flapping' : 'Work is stable'));
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function detectFlapping<L extends ConnectionStateLike>(
  options: DetectFlappingOptions,
): OperatorFunction<L, FlappingState<StateOf<L>>> {
  const checked = checkObject(options, 'options', ['window', 'transitions', 'settle', 'scheduler']);
  const window = checkDelay(checked.window, 'options.window');
  const allowed = checkCount(checked.transitions, 'options.transitions', 1);
  const settle = checkDelay(checked.settle, 'options.settle');
  const scheduler = checkScheduler(checked.scheduler);
  const timer = new SharedTimer(scheduler);

  return (source) =>
    defer(() => {
      const changes = new RecentChanges(window, allowed);
      let isFirst = true;

      function marked(state: StateOf<L>): FlappingState<StateOf<L>> {
        if (!isFirst) changes.add(timer.clock.now());
        isFirst = false;
        return { state, flapping: changes.areTooMany };
      }

      return source.pipe(
        map(stateOf),
        distinctUntilChanged(),
        map(marked),
        followedBy(({ state, flapping }) =>
          flapping
            ? timer.after(settle).pipe(
                map(() => {
                  changes.forget();
                  return { state, flapping: false };
                }),
              )
            : EMPTY,
        ),
      );
    });
}

/** Keeps no more of the recent changes than are needed to tell whether they are too many. */
class RecentChanges {
  readonly #window: number;
  readonly #allowed: number;
  readonly #times = new Fifo<number>();
  #areTooMany = false;

  constructor(window: number, allowed: number) {
    this.#window = window;
    this.#allowed = allowed;
  }

  /** True from the change that exceeds the limit until the changes are forgotten. */
  get areTooMany(): boolean {
    return this.#areTooMany;
  }

  add(now: number): void {
    if (this.#areTooMany) return;
    this.#times.push(now);
    for (let first = this.#times.first; first !== undefined; first = this.#times.first) {
      if (now - first < this.#window) break;
      this.#times.shift();
    }
    this.#areTooMany = this.#times.size > this.#allowed;
  }

  forget(): void {
    this.#times.clear();
    this.#areTooMany = false;
  }
}
