// In the page: a connection state as an Observable again, for the operators, which load in a browser bundle.
import { distinctUntilChanged, Observable } from 'rxjs';
import { debounceConnectionState } from 'rx-outlook/operators';
import type { ConnectionStates, State } from './protocol.js';

/** Cold: watches with the first subscriber's `subscribe`, and leaves with its `unsubscribe`. */
export function connectionStateFrom(states: ConnectionStates, account: string): Observable<State> {
  return new Observable<State>((subscriber) =>
    states.watch(account, (state) => {
      subscriber.next(state);
    }),
  ).pipe(distinctUntilChanged());
}

/** What a page shows: an outage that lasts. */
export function shownState(states: ConnectionStates, account: string): Observable<State> {
  return connectionStateFrom(states, account).pipe(debounceConnectionState({ offline: 500 }));
}
