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
 * Runs something only while online: subscribes it on going online, unsubscribes it on going offline.
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
 * - On going online `project` is called and what it returns is subscribed. On going offline, or
 *   `'unknown'`, that is unsubscribed at once.
 * - A state that repeats itself changes nothing: neither a second `'online'` nor a status with another
 *   reason.
 * - Where what ran has completed, nothing runs until the source goes online again.
 * - When the source completes while online, that state is the last: what runs, runs to its end, then
 *   comes the completion. Otherwise the completion comes at once.
 * - An error passes, the source's as that of what runs, and ends both. When `project` throws, that is the
 *   error.
 * - `unsubscribe()` unsubscribes both.
 * - In `next`, and in `project`, one may unsubscribe or make the source emit.
 *
 * It measures no time and takes no scheduler; for a line that flaps put `debounceConnectionState` before
 * it.
 *
 * @param project - returns what is to run: an Observable, a promise, an (async) iterable; it is given the
 *   number of times that it has been called before
 * @returns an operator from connection states, or statuses, to the values of what runs
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
      // Not project itself: what it makes the source say, it must not outlast.
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
