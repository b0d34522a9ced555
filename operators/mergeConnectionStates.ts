import { map, Observable, of } from 'rxjs';
import type { ConnectionState } from '../lib/types.js';
import { AccountMerge } from './accountMerge.js';
import { checkAccounts, isObservable } from './checks.js';
import type { ConnectionStatesSummary } from './connectionStatesSummary.js';

/**
 * The connection states of several accounts as one stream of summaries: how many are online, offline
 * and unknown, which, and what that makes of them all.
 *
 * ```text
 * n = online, f = offline
 *
 * work                    n------f------------|
 * home                    -----n------#
 * mergeConnectionStates   a----b-c----d-------|
 *
 * a = partial (work online, home unknown)    b = online
 * c = partial (work offline, home online)    d = partial (work offline, home unknown, its error kept)
 * ```
 *
 * - The first summary comes when all accounts are subscribed. Accounts that have emitted by then are
 *   in it with their state, silent ones are `'unknown'`.
 * - Then there is exactly one summary for each change. An account that repeats its state makes none.
 * - An account that errors becomes `'unknown'`, with the error in `errors`: one summary. The others
 *   run on; the merge itself does not error.
 * - An account that completes keeps its state and makes no summary.
 * - Completes when all accounts have completed or errored. With no accounts it emits one summary and
 *   completes.
 * - Given an Observable of accounts, it follows each set that this emits: accounts that are new are
 *   subscribed, those that are missing are unsubscribed at once, those whose name and Observable stay
 *   are untouched. A set that differs makes one summary. It completes when the Observable of sets has,
 *   too, and errors when that does.
 * - A summary costs the same for two accounts as for ten thousand, and so does a change; a new set costs
 *   one look at each name and the work for what has changed.
 * - `unsubscribe()` unsubscribes from every account. When it happens while the accounts are being
 *   subscribed, those that remain are not subscribed.
 * - In `next` one may unsubscribe or make an account emit; the summary of that comes when `next` has
 *   returned.
 *
 * The accounts are read at the call (or when their Observable emits them), and subscribed in their order
 * at each subscription.
 *
 * @param accounts - the accounts: a record or a Map from names to Observables, any iterable of
 *   `[name, Observable]` pairs, or an Observable of any of these
 * @returns a cold Observable of summaries
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `accounts` or a part of it is of the wrong type,
 *   `ERR_INVALID_ARG_VALUE` when an iterable repeats a name: at the call, or as the error of the stream
 *   when an Observable emitted it
 *
 * @example
 * ```ts
 * import { connectionState$, mergeConnectionStates } from 'rx-outlook';
 *
 * const subscription = mergeConnectionStates({
 *   work: connectionState$('Work', { backend: 'embedded' }),
 *   home: connectionState$('Home', { backend: 'embedded' }),
 * }).subscribe(({ overall, online, total, errors }) => {
 *   console.log(`${overall}: ${online} of ${total} online`);
 *   for (const [name, error] of errors) console.error(`${name}: ${String(error)}`);
 * });
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function mergeConnectionStates<K>(
  accounts:
    | Iterable<readonly [K, Observable<ConnectionState | 'unknown'>]>
    | Observable<Iterable<readonly [K, Observable<ConnectionState | 'unknown'>]>>,
): Observable<ConnectionStatesSummary<K>>;
/**
 * {@inheritDoc (mergeConnectionStates:1)}
 *
 * @public
 */
export function mergeConnectionStates(
  accounts:
    | Readonly<Record<string, Observable<ConnectionState | 'unknown'>>>
    | Observable<Readonly<Record<string, Observable<ConnectionState | 'unknown'>>>>,
): Observable<ConnectionStatesSummary>;
export function mergeConnectionStates(
  accounts: unknown,
): Observable<ConnectionStatesSummary<unknown>> {
  const sets$ = isObservable(accounts)
    ? // Constructed, not piped, so that an Observable of another copy of RxJS will do.
      new Observable((subscriber) => accounts.subscribe(subscriber)).pipe(map(checkAccounts))
    : of(checkAccounts(accounts));

  return new Observable((subscriber) => {
    const merge = new AccountMerge(subscriber);
    subscriber.add(
      sets$.subscribe({
        next: (set) => {
          merge.replace(set);
        },
        error: (error: unknown) => {
          subscriber.error(error);
        },
        complete: () => {
          merge.end();
        },
      }),
    );
  });
}
