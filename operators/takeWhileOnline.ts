import {
  dematerialize,
  materialize,
  type MonoTypeOperatorFunction,
  type Observable,
  type ObservableNotification,
  of,
  switchMap,
} from 'rxjs';
import type { ConnectionStateLike } from './connectionStateLike.js';
import { checkConnection } from './connection.js';

/**
 * Mirrors a source for as long as the line stays online, then completes.
 *
 * ```text
 * n = online, f = offline
 *
 * state$            --n------f---n--
 * source              a-b-c-d-e-f-g-
 * takeWhileOnline   --a-b-c-d|
 * ```
 *
 * - The source is subscribed when `state$` first says `'online'`. Until `state$` says something, nothing
 *   happens; when the first state is another one, it completes without subscribing the source.
 * - On the first state that is not `'online'`, `'unknown'` too, the source is unsubscribed and the
 *   completion comes, at once. It does not begin again: `repeat` does that, or {@link whileOnline}.
 * - When the source completes or errors, that passes and `state$` is unsubscribed.
 * - When `state$` completes while online, that state is the last: the source runs on. When it completes
 *   without a state, it completes. When it errors, the error passes at once and the source is
 *   unsubscribed.
 * - `unsubscribe()` unsubscribes both.
 * - In `next` one may unsubscribe, or make the source or `state$` emit.
 *
 * It measures no time and takes no scheduler.
 *
 * @param state$ - the connection states, or statuses; subscribed once for each subscription, before the
 *   source
 * @returns an operator that changes no value
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `state$` is no Observable, at the call
 *
 * @example
 * ```ts
 * import { interval } from 'rxjs';
 * import { connectionStatus$, takeWhileOnline } from 'rx-outlook';
 *
 * interval(1_000)
 *   .pipe(takeWhileOnline(connectionStatus$('Work', { ref: false })))
 *   .subscribe({ complete: () => console.log('no longer online') })
 *   .unsubscribe();
 * ```
 *
 * @public
 */
export function takeWhileOnline<T>(
  state$: Observable<ConnectionStateLike>,
): MonoTypeOperatorFunction<T> {
  const online$ = checkConnection(state$);
  const completion: ObservableNotification<T> = { kind: 'C' };

  return (source) =>
    online$.pipe(
      // As values, so that the end of either ends both.
      switchMap((isOnline) => (isOnline ? source.pipe(materialize()) : of(completion))),
      dematerialize(),
    );
}
