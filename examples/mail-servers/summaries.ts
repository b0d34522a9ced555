import { connect, ignoreElements, merge, type Observable, switchMap, take, tap } from 'rxjs';
import {
  type ConnectionState,
  connectionState$,
  type ConnectionStatesSummary,
  debounceConnectionState,
  mergeConnectionStates,
} from 'rx-outlook';
import type { Account } from './arguments.js';
import { monitor$ } from './monitor.js';

/** Called with each state of an account before the debounce. */
export type Glimpse = (profile: string, state: ConnectionState) => void;

/** The summaries of the accounts, from subscription to unsubscription. */
export function summaries$(
  accounts: readonly Account[],
  glimpse: Glimpse = () => undefined,
): Observable<ConnectionStatesSummary> {
  return mergeConnectionStates(
    accounts.map((account) => [
      account.profile,
      outlookState$(account).pipe(
        tap((state) => {
          glimpse(account.profile, state);
        }),
        debounceConnectionState({ offline: 2_000 }),
      ),
    ]),
  );
}

/**
 * Runs the monitor of an account and emits Outlook's state of it. A profile of the embedded Outlook is
 * online at first: the state is not asked for before the monitor has set its first observation.
 */
function outlookState$(account: Account): Observable<ConnectionState> {
  return monitor$(account).pipe(
    connect((reported$) =>
      merge(
        reported$.pipe(
          take(1),
          switchMap(() => connectionState$(account.profile, { backend: 'embedded' })),
        ),
        reported$.pipe(ignoreElements()),
      ),
    ),
  );
}
