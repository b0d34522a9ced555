import {
  connect,
  ignoreElements,
  map,
  merge,
  type Observable,
  type OperatorFunction,
  switchMap,
  take,
  tap,
} from 'rxjs';
import {
  type Account,
  accounts$,
  type ConnectionStatesSummary,
  type ConnectionStatus,
  debounceConnectionState,
  mergeConnectionStates,
} from 'rx-outlook';
import { type MailServer, profile } from './arguments.js';
import type { State } from './history.js';
import { monitor$ } from './monitor.js';

/** Called with each state of an account before the debounce. */
export type Glimpse = (account: string, state: State) => void;

/** The summaries of the profile's accounts, each of which follows its server, until unsubscription. */
export function summaries$(
  servers: readonly MailServer[],
  glimpse: Glimpse = () => undefined,
): Observable<ConnectionStatesSummary> {
  const byName = new Map(servers.map((server) => [server.name, server]));
  const settled = (account: Account): Observable<State> => {
    const server = byName.get(account.name);
    const status$ = server === undefined ? account.status$ : monitored$(account, server);
    return status$.pipe(
      tap(({ state }) => {
        glimpse(account.name, state);
      }),
      debounceConnectionState({ offline: 2_000 }),
    );
  };
  return mergeConnectionStates(accounts$(profile, { backend: 'embedded' }).pipe(each(settled)));
}

/** Projects each account once: the merge does not subscribe again to one that stays. */
function each<T>(
  project: (account: Account) => Observable<T>,
): OperatorFunction<ReadonlyMap<string, Account>, ReadonlyMap<string, Observable<T>>> {
  const known = new WeakMap<Account, Observable<T>>();
  const projected = (account: Account): Observable<T> => {
    const made = known.get(account) ?? project(account);
    known.set(account, made);
    return made;
  };
  return map(
    (accounts) => new Map([...accounts].map(([name, account]) => [name, projected(account)])),
  );
}

/**
 * Runs the monitor of an account and emits Outlook's status of it. An account of the embedded Outlook is
 * online at first: the status is not asked for before the monitor has set its first observation.
 */
function monitored$(account: Account, server: MailServer): Observable<ConnectionStatus> {
  return monitor$(server).pipe(
    connect((reported$) =>
      merge(
        reported$.pipe(
          take(1),
          switchMap(() => account.status$),
        ),
        reported$.pipe(ignoreElements()),
      ),
    ),
  );
}
