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
 * The window of {@link connectionUptime}, and how often it is looked at.
 *
 * @public
 */
export interface ConnectionUptimeOptions {
  /** How far back it looks, in milliseconds. */
  readonly window: number;
  /** How often it tells between two changes, in milliseconds; a sixtieth of the window by default. */
  readonly every?: number | undefined;
  /** What measures the time; `asyncScheduler` by default. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * The share of time that a line was online, over a window that slides along.
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
 * - Emits at each change of the state, and after it every `every` milliseconds for as long as the figures
 *   change: a share sinks while the line is offline, though nothing happens. When a whole window has
 *   passed in one state, nothing is left to tell, and no timer runs until the state changes.
 * - Time that was `'unknown'` counts as neither: it is left out of the share, and told apart, so that who
 *   takes it for an outage can. Time before the first state is not in the window at all: the figures add
 *   up to the time since then, and later to `window`.
 * - A state that repeats itself is no change. States began when they came here.
 * - What is kept is at most one entry for each millisecond of the window and each change in it.
 * - A wall clock that is set, back or forward, changes no figure.
 * - Completion and errors pass at once. They and `unsubscribe()` leave nothing on the scheduler.
 * - In `next` one may unsubscribe or make the source emit.
 *
 * @param options - the window and how often to tell, in milliseconds, at least 1 and at most 2 147 483 647
 *   each, and the scheduler that measures the time
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
