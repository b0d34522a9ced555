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
 * Mirrors a source while the connection stays online, then completes.
 *
 * ```text
 * n = online, f = offline
 *
 * state$            --n------f---n--
 * source              a-b-c-d-e-f-g-
 * takeWhileOnline   --a-b-c-d|
 * ```
 *
 * - Subscribes to the source when the first state of `state$` is `'online'`. When the first state is
 *   another one, it completes without subscribing to the source. Before a state it waits.
 * - On the first state that is not `'online'`, `'unknown'` included, it unsubscribes from the source and
 *   completes, at once. It does not begin again: use `repeat`, or {@link whileOnline}.
 * - When the source completes or errors, that passes and `state$` is unsubscribed.
 * - When `state$` completes while online, that state is the last: the source continues. When it completes
 *   without a state, the output completes. When it errors, the error passes at once and the source is
 *   unsubscribed.
 * - `unsubscribe()` unsubscribes from both.
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
