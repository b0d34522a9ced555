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

/** Emits each value at once, then its following Observable, until the next value or the source's end. */
export function followedBy<T>(following: (value: T) => Observable<T>): MonoTypeOperatorFunction<T> {
  const valueAndMore = (value: T): Observable<ObservableNotification<T>> =>
    concat(
      of(value),
      defer(() => following(value)),
    ).pipe(map((one) => ({ kind: 'N', value: one })));

  return (source) =>
    source.pipe(
      // As a value, so that the source's end counts as the next one.
      materialize(),
      switchMap((notification) =>
        notification.kind === 'N' ? valueAndMore(notification.value) : of(notification),
      ),
      dematerialize(),
    );
}
