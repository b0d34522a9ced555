import {
  distinctUntilChanged,
  EMPTY,
  map,
  Observable,
  type ObservableInput,
  type ObservedValueOf,
  type OperatorFunction,
  switchMap,
} from 'rxjs';
import { invalidArgType } from '../lib/errors.js';
import { type ConnectionStateLike, isOnline } from './connectionStateLike.js';
import { toObservable } from './toObservable.js';

/**
 * Runs an Observable only while online: subscribes to it on going online, unsubscribes on going offline.
 *
 * ```text
 * n = online, f = offline, u = unknown
 *
 * source        f--n------f---n---u---|
 * project(0)       a-b-c-d-
 * project(1)                  a-b-
 * whileOnline   ---a-b-c------a-b-----|
 * ```
 *
 * - On going online it calls `project` and subscribes to the result. On going offline or `'unknown'` it
 *   unsubscribes from that at once.
 * - A repeated state changes nothing: neither a second `'online'` nor a status with another reason.
 * - After the result of `project` has completed, nothing runs until the source goes online again.
 * - When the source completes while online, that state is the last: the result of `project` runs to its
 *   end, then the output completes. Otherwise it completes at once.
 * - An error of the source or of the result passes, and ends both. An exception of `project` becomes the
 *   error.
 * - `unsubscribe()` unsubscribes from both.
 * - In `next`, and in `project`, one may unsubscribe or make the source emit.
 *
 * It measures no time and takes no scheduler; if the connection flaps, put `debounceConnectionState` before
 * it.
 *
 * @param project - returns an Observable, a promise or an (async) iterable to run; it receives the number
 *   of earlier calls
 * @returns an operator from connection states, or statuses, to the values of the results
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `project` is no function, at the call
 *
 * @example
 * ```ts
 * import { interval } from 'rxjs';
 * import { connectionStatus$, whileOnline } from 'rx-outlook';
 *
 * const subscription = connectionStatus$('Work')
 *   .pipe(whileOnline(() => interval(60_000)))
 *   .subscribe(() => console.log('time to look for new mail'));
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function whileOnline<O extends ObservableInput<unknown>>(
  project: (index: number) => O,
): OperatorFunction<ConnectionStateLike, ObservedValueOf<O>> {
  if (typeof project !== 'function') throw invalidArgType('project', 'a function', project);

  return (source) =>
    new Observable((subscriber) => {
      let index = 0;
      // Not the result of `project` itself: `project` may end the subscription through the source, and then
      // nothing may run.
      const run = new Observable<ObservedValueOf<O>>((running) => {
        const input = project(index++);
        if (running.closed) return;
        toObservable(input as ObservableInput<ObservedValueOf<O>>).subscribe(running);
      });
      source
        .pipe(
          map(isOnline),
          distinctUntilChanged(),
          switchMap((online) => (online ? run : EMPTY)),
        )
        .subscribe(subscriber);
    });
}
