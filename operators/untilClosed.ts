import { type MonoTypeOperatorFunction, Observable, type Subscription, takeUntil } from 'rxjs';

/**
 * Unsubscribes from the source when `subscription` ends, even inside `subscribe`: a source that emits many
 * values there stops then. Ignore the completion that this causes.
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
