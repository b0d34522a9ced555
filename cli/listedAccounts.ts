import {
  defer,
  distinctUntilChanged,
  EMPTY,
  map,
  NEVER,
  type Observable,
  retry,
  switchMap,
  throwError,
  timer,
} from 'rxjs';
import type { Account } from '../lib/account.js';
import { accounts$ } from '../lib/accounts.js';
import { OfflineStateError } from '../lib/errors.js';
import { reasonOf } from '../lib/reasons.js';
import type { ConnectionStatus, SourceOptions } from '../lib/types.js';
import { nameOf } from './lines.js';
import { withoutAccounts, withoutProgramming } from './wording.js';

/** The pause before the next attempt, in milliseconds; also the time for a profile's loss to be reported. */
const period = 2_000;

/**
 * Emits the sets of the profile's accounts while `status$`, its status, is known, also when the profile comes
 * back. Reports why they cannot be listed, except for a profile that is lost: its status says that.
 */
export function listedAccounts$(
  profile: string,
  options: SourceOptions,
  status$: Observable<ConnectionStatus>,
  complain: (what: string) => void,
): Observable<ReadonlyMap<string, Account>> {
  const sets$ = defer(() => accounts$(profile, options)).pipe(
    retry({
      delay: (error: unknown) => {
        if (!(error instanceof OfflineStateError)) return throwError(() => error);
        const reason = reasonOf(error);
        if (reason === 'no-accounts') {
          const why = withoutAccounts(error).replace(/\.$/, '');
          complain(`${why} (${reason}). Only profiles are shown.`);
          return NEVER;
        }
        return timer(period).pipe(
          map(() => {
            const why = `(${reason}): ${withoutProgramming(error)}`;
            complain(`The accounts of ${nameOf(profile)} cannot be listed ${why}`);
          }),
        );
      },
    }),
  );
  return status$.pipe(
    // A backend also answers for a profile whose state is neither online nor offline.
    map(({ backend }) => backend !== undefined),
    distinctUntilChanged(),
    switchMap((isThere) => (isThere ? sets$ : EMPTY)),
  );
}
