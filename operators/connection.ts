import { distinctUntilChanged, map, Observable } from 'rxjs';
import { invalidArgType } from '../lib/errors.js';
import { isObservable } from './checks.js';
import { type ConnectionStateLike, isOnline } from './connectionStateLike.js';

/** Whether the line that an operator is given is online: the first time that is said, then each change. */
export function checkConnection(state$: unknown): Observable<boolean> {
  if (!isObservable(state$)) throw invalidArgType('state$', 'an Observable', state$);
  const states = state$ as Observable<ConnectionStateLike>;
  // Constructed, not piped, so that an Observable of another copy of RxJS will do.
  return new Observable<ConnectionStateLike>((subscriber) => states.subscribe(subscriber)).pipe(
    map(isOnline),
    distinctUntilChanged(),
  );
}
