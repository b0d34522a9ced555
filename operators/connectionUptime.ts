import {
  defer,
  distinctUntilChanged,
  filter,
  interval,
  map,
  type OperatorFunction,
  type SchedulerLike,
  takeWhile,
  tap,
} from 'rxjs';
import { checkObject, invalidArgValue } from '../lib/errors.js';
import { checkDelay, checkScheduler } from './checks.js';
import { type ConnectionStateLike, stateOf } from './connectionStateLike.js';
import { ElapsedTime } from './elapsedTime.js';
import { followedBy } from './followedBy.js';
import { type ConnectionUptime, UptimeWindow } from './uptimeWindow.js';

/**
 * The window of {@link connectionUptime}, and its sampling interval.
 *
 * @public
 */
export interface ConnectionUptimeOptions {
  /** The length of the window, in milliseconds. */
  readonly window: number;
  /**
   * The time between two values while the state stays, in milliseconds; a sixtieth of the window by
   * default.
   */
  readonly every?: number | undefined;
  /** The scheduler that measures the time; `asyncScheduler` by default. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * The share of time that a connection was online, over a sliding window.
 *
 * ```text
 * n = online, f = offline
 *
 * source                                 n---f--------------
 * connectionUptime(window: 8, every: 2)  a-b-c-d-e-f-g------
 *
 * a = 1 (just begun)   c = 1 (4 ms online)       e = 0.5 (4 ms online, 4 offline)
 * b = 1 (2 ms online)  d = 0.67 (4, 2 offline)   f = 0.25 (2, 6), g = 0 (0, 8): it stays so
 * ```
 *
 * - Emits at each change of the state, and then every `every` milliseconds while the figures change: the
 *   share sinks while the connection is offline, without any event. After a whole window in one state the
 *   figures no longer change, and no timer runs until the state changes.
 * - Time that was `'unknown'` counts as neither: the share excludes it, and `unknown` reports it, for those
 *   who count it as an outage. Time before the first state is not in the window: the figures add up to the
 *   time since then, and later to `window`.
 * - A repeated state is no change. A state begins when it arrives here.
 * - Memory: at most one entry for each millisecond of the window and each change in it.
 * - Setting the wall clock, back or forward, changes no figure.
 * - Completion and errors pass at once. Like `unsubscribe()`, they leave no action on the scheduler.
 * - In `next` one may unsubscribe or make the source emit.
 *
 * @param options - the window and the interval in milliseconds, at least 1 and at most 2 147 483 647 each,
 *   and the scheduler that measures the time
 * @returns an operator from connection states, or statuses, to figures of the window
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an option is of the wrong type,
 *   `ERR_INVALID_ARG_VALUE` when one is out of range, at the call
 *
 * @example
 * ```ts
 * import { connectionStatus$, connectionUptime } from 'rx-outlook';
 *
 * const subscription = connectionStatus$('Work')
 *   .pipe(connectionUptime({ window: 3_600_000, every: 60_000 }))
 *   .subscribe(({ share }) => {
 *     console.log(share === undefined ? 'not known' : `${(share * 100).toFixed(1)} % of the last hour`);
 *   });
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function connectionUptime(
  options: ConnectionUptimeOptions,
): OperatorFunction<ConnectionStateLike, ConnectionUptime> {
  const checked = checkObject(options, 'options', ['window', 'every', 'scheduler']);
  const length = checkPeriod(checked.window, 'options.window');
  const { every: asked = Math.max(1, length / 60) } = checked;
  const every = checkPeriod(asked, 'options.every');
  const scheduler = checkScheduler(checked.scheduler);
  const clock = new ElapsedTime(scheduler);

  return (source) =>
    defer(() => {
      const window = new UptimeWindow(length);
      let told: ConnectionUptime | undefined;

      const look = (): ConnectionUptime => window.at(clock.now());
      const more$ = interval(every, scheduler).pipe(
        map(look),
        takeWhile(() => !window.isUniform, true),
        filter((uptime) => told === undefined || differ(uptime, told)),
        tap((uptime) => {
          told = uptime;
        }),
      );
      return source.pipe(
        map(stateOf),
        distinctUntilChanged(),
        map((state) => {
          window.enter(state, clock.now());
          return (told = look());
        }),
        followedBy(() => more$),
      );
    });
}

function checkPeriod(period: unknown, name: string): number {
  const checked = checkDelay(period, name);
  if (checked < 1) throw invalidArgValue(name, 'must be at least 1 ms', period);
  return checked;
}

function differ(one: ConnectionUptime, other: ConnectionUptime): boolean {
  return (
    one.online !== other.online || one.offline !== other.offline || one.unknown !== other.unknown
  );
}
