import { type MonoTypeOperatorFunction, Observable, type Subscription, takeUntil } from 'rxjs';

/**
 * Leaves the source when `subscription` ends, also while it is still being subscribed: a source that says
 * much at once is not heard to its end by nobody. The completion that this makes is to be ignored.
 */
export function untilClosed<T>(subscription: Subscription): MonoTypeOperatorFunction<T> {
  return takeUntil(
    new Observable<void>((ended) => {
      const end = (): void => {
        ended.next();
      };
      subscription.add(end);
      ended.add(() => {
        subscription.remove(end);
      });
    }),
  );
}
