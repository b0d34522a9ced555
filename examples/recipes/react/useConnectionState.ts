import { useMemo, useSyncExternalStore } from 'react';
import type { Observable } from 'rxjs';
import type { ConnectionState } from 'rx-outlook/operators';

/**
 * The latest value of a stream, and `initial` while there is none. The stream is subscribed for as long as
 * the component is mounted. Make it once, outside of the component or with `useMemo`: one that is made in
 * each render is also subscribed in each.
 */
export function useLatest<T>(stream$: Observable<T>, initial: T): T {
  const store = useMemo(() => {
    let latest = initial;
    return {
      subscribe: (changed: () => void) => {
        const subscription = stream$.subscribe((value) => {
          latest = value;
          changed();
        });
        return () => {
          subscription.unsubscribe();
          latest = initial; // nobody has looked since
        };
      },
      read: (): T => latest,
    };
  }, [stream$, initial]);
  return useSyncExternalStore(store.subscribe, store.read, () => initial);
}

/** The connection state as a component shows it: `'unknown'` until there is one. */
export function useConnectionState(
  state$: Observable<ConnectionState | 'unknown'>,
): ConnectionState | 'unknown' {
  return useLatest(state$, 'unknown');
}
