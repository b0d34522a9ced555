import { defer, finalize, from, Observable, retry, switchMap, throwError, timer } from 'rxjs';
import {
  type ConnectionState,
  type OfflineObject,
  OfflineStateError,
  openOfflineObject,
} from 'rx-outlook';
import { type MailServer, profile } from './arguments.js';
import { reachability$, type ReachabilityOptions } from './reachability.js';

/** The pause before retrying after another change was under way, in milliseconds. */
const pendingDelay = 50;

/**
 * Plays Outlook's side of an account: sets its offline object to the server's reachability, and emits each
 * state that has been set. The newest observation wins: an older one still under way is cancelled.
 */
export function monitor$(
  server: MailServer,
  options?: ReachabilityOptions,
): Observable<ConnectionState> {
  return defer(() => {
    const opening = openOfflineObject(profile, { account: server.name, backend: 'embedded' });
    return from(opening).pipe(
      switchMap((object) =>
        reachability$(server, options).pipe(switchMap((state) => report$(object, state))),
      ),
      finalize(() => {
        // The stream has reported a failed opening already.
        opening.then((object) => object.close()).catch(() => undefined);
      }),
    );
  });
}

function report$(object: OfflineObject, state: ConnectionState): Observable<ConnectionState> {
  return new Observable<ConnectionState>((subscriber) => {
    const abandoned = new AbortController();
    object.setCurrentState(state, { wait: true, signal: abandoned.signal }).then(
      () => {
        subscriber.next(state);
        subscriber.complete();
      },
      (error: unknown) => {
        subscriber.error(error);
      },
    );
    return () => {
      abandoned.abort();
    };
  }).pipe(
    retry({
      delay: (error: unknown) => (isPending(error) ? timer(pendingDelay) : throwError(() => error)),
    }),
  );
}

/**
 * Whether another change of this account is under way: another program's, or one cancelled a moment ago.
 */
function isPending(error: unknown): boolean {
  return error instanceof OfflineStateError && error.code === 'E_PENDING';
}
