import { performance } from 'node:perf_hooks';
import {
  concat,
  concatMap,
  defer,
  from,
  ignoreElements,
  type Observable,
  type ObservableInput,
  of,
  repeat,
  tap,
  timer,
} from 'rxjs';
import type { AskedChange } from './change.js';
import type { Script } from './script.js';

/**
 * Makes each change of the script at its time, the next one after `change` has completed, and completes
 * after the last one, unless the script repeats. Does not use the embedded Outlook's own `play`, which
 * cannot be cancelled.
 *
 * @param elapsed - milliseconds of a monotonic clock
 */
export function played$(
  { steps, repeatAt }: Script,
  change: (asked: AskedChange) => ObservableInput<unknown>,
  elapsed: () => number = () => performance.now(),
): Observable<never> {
  return defer(() => {
    let start = elapsed();
    const until = (at: number): Observable<unknown> =>
      defer(() => {
        const left = start + at - elapsed();
        // Late changes run at once: a timer takes a millisecond at least.
        return left > 0 ? timer(left) : of(undefined);
      });
    // One timer at a time: a script may have any number of lines.
    const steps$ = from(steps).pipe(
      concatMap((step) => until(step.at).pipe(concatMap(() => change(step)))),
    );
    if (repeatAt === undefined) return steps$;
    const again$ = until(repeatAt).pipe(
      tap(() => {
        start = elapsed();
      }),
    );
    return concat(steps$, again$).pipe(repeat());
  }).pipe(ignoreElements());
}
