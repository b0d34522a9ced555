import { distinctUntilChanged, map, Observable } from 'rxjs';
import { invalidArgType } from '../lib/errors.js';
import { isObservable } from './checks.js';
import { type ConnectionStateLike, isOnline } from './connectionStateLike.js';

/** Emits whether the connection is online: first its state, then each change. */
export function checkConnection(state$: unknown): Observable<boolean> {
  if (!isObservable(state$)) throw invalidArgType('state$', 'an Observable', state$);
  const states = state$ as Observable<ConnectionStateLike>;
  // Constructed, not piped: the Observable may belong to another copy of RxJS.
  return new Observable<ConnectionStateLike>((subscriber) => states.subscribe(subscriber)).pipe(
    map(isOnline),
    distinctUntilChanged(),
  );
}
