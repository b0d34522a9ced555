// In the page: makes a connection state an Observable again, for the operators, which a browser bundle can
// load.
import { distinctUntilChanged, Observable } from 'rxjs';
import { debounceConnectionState } from 'rx-outlook/operators';
import type { ConnectionStates, State } from './protocol.js';

/** Cold: watches at the first subscriber's `subscribe`, and stops at its `unsubscribe`. */
export function connectionStateFrom(states: ConnectionStates, account: string): Observable<State> {
  return new Observable<State>((subscriber) =>
    states.watch(account, (state) => {
      subscriber.next(state);
    }),
  ).pipe(distinctUntilChanged());
}

/** The state that a page shows: an outage only after it has lasted. */
export function shownState(states: ConnectionStates, account: string): Observable<State> {
  return connectionStateFrom(states, account).pipe(debounceConnectionState({ offline: 500 }));
}
