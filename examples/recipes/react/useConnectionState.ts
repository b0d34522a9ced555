import { useMemo, useSyncExternalStore } from 'react';
import type { Observable } from 'rxjs';
import type { ConnectionState } from 'rx-outlook/operators';

/** The last event of a stream: a value, or the error that ended it. */
type Latest<T> = { readonly value: T } | { readonly error: unknown };

/**
 * Returns the latest value of a stream, and `initial` before the first. The stream is subscribed while the
 * component is mounted. Make it once, outside of the component or with `useMemo`: a stream that is made in
 * each render is also subscribed in each.
 *
 * The stream's error is thrown while the component is rendered, so that the nearest error boundary shows
 * it. When the boundary renders its children again, they are mounted anew and subscribe anew.
 */
export function useLatest<T>(stream$: Observable<T>, initial: T): T {
  const store = useMemo(() => {
    const nothing: Latest<T> = { value: initial };
    let latest: Latest<T> = nothing;
    return {
      subscribe: (changed: () => void) => {
        const tell = (news: Latest<T>): void => {
          latest = news;
          changed();
        };
        const subscription = stream$.subscribe({
          next: (value) => {
            const isNews = 'error' in latest || !Object.is(latest.value, value);
            if (isNews) tell({ value });
          },
          error: (error: unknown) => {
            tell({ error });
          },
        });
        return () => {
          subscription.unsubscribe();
          latest = nothing; // no one has read it since
        };
      },
      read: () => latest,
      initially: () => nothing,
    };
  }, [stream$, initial]);
  const latest = useSyncExternalStore(store.subscribe, store.read, store.initially);
  if ('error' in latest) throw latest.error;
  return latest.value;
}

/** Returns the connection state for a component: `'unknown'` before the first. */
export function useConnectionState(
  state$: Observable<ConnectionState | 'unknown'>,
): ConnectionState | 'unknown' {
  return useLatest(state$, 'unknown');
}
