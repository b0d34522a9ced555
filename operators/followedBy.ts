import {
  concat,
  defer,
  dematerialize,
  map,
  materialize,
  type MonoTypeOperatorFunction,
  type Observable,
  type ObservableNotification,
  of,
  switchMap,
} from 'rxjs';

/** Each value at once, then what follows from it, until the next one comes or the source ends. */
export function followedBy<T>(following: (value: T) => Observable<T>): MonoTypeOperatorFunction<T> {
  const valueAndMore = (value: T): Observable<ObservableNotification<T>> =>
    concat(
      of(value),
      defer(() => following(value)),
    ).pipe(map((one) => ({ kind: 'N', value: one })));

  return (source) =>
    source.pipe(
      // As a value, so that the source's end is the next one too.
      materialize(),
      switchMap((notification) =>
        notification.kind === 'N' ? valueAndMore(notification.value) : of(notification),
      ),
      dematerialize(),
    );
}
