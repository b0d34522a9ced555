import { defer, EMPTY, ignoreElements, merge, type Observable, repeat, tap, timer } from 'rxjs';
import type { AskedChange } from './change.js';
import type { Script } from './script.js';

/**
 * Hands each change of the script out at its time, and completes after the last one, unless it repeats.
 * Not by the embedded Outlook's own `play`, which cannot be called off.
 */
export function played$(
  { steps, repeatAt }: Script,
  change: (asked: AskedChange) => void,
): Observable<never> {
  const round$ = defer(() =>
    merge(
      ...steps.map((step) =>
        timer(step.at).pipe(
          tap(() => {
            change(step);
          }),
        ),
      ),
      repeatAt === undefined ? EMPTY : timer(repeatAt),
    ),
  ).pipe(ignoreElements());
  return repeatAt === undefined ? round$ : round$.pipe(repeat());
}
