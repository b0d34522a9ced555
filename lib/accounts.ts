import { defer, filter, map, type Observable } from 'rxjs';
import { type Account, AccountOfList } from './account.js';
import { type AccountList, accountList$ } from './accountList.js';
import { checkSource, type Source } from './arguments.js';
import type { SourceOptions } from './types.js';

/** Keeps the objects of the accounts that stay, from one list to the next. */
class AccountSet {
  readonly #profile: Source;
  #by: AccountList['by'];
  /** By the numbers that identify the accounts through their renames, for one backend. */
  #known = new Map<number, AccountOfList>();

  constructor(profile: Source) {
    this.#profile = profile;
  }

  /** Takes the next list; returns whether it differs from the one before. */
  replace({ accounts, by }: AccountList): boolean {
    const before = [...this.#known.values()];
    const named = by === this.#by ? undefined : this.byName();
    let isChanged = accounts.length !== before.length;
    const known = new Map<number, AccountOfList>();
    accounts.forEach((listed, i) => {
      // Another backend has other numbers for the same accounts.
      const kept = named === undefined ? this.#known.get(listed.id) : named.get(listed.name);
      const account = kept ?? new AccountOfList(listed, this.#profile);
      const isUpdated = account.update(listed);
      isChanged ||= isUpdated || account !== before[i];
      known.set(listed.id, account);
    });
    this.#known = known;
    this.#by = by;
    return isChanged;
  }

  byName(): ReadonlyMap<string, AccountOfList> {
    return new Map([...this.#known.values()].map((account) => [account.name, account]));
  }
}

/**
 * The accounts of a profile: the present set first, then a new one whenever an account is added, removed or
 * renamed. Cold: each subscription opens the profile's offline object and makes one `Advise`, which reports
 * changes of the list as well.
 *
 * ```text
 * accounts of Work  --------- team added ---- alice removed --
 * accounts$         --(a)-------(a,t)-----------(t)-----------
 *
 * a = Map { 'alice' => Account }   t = Map { 'team' => Account }
 * ```
 *
 * - An account that stays keeps its `Account` object, so that {@link (mergeConnectionStates:1)} and other
 *   operators do not subscribe to it again. A renamed one keeps its object too, under its new name.
 * - Emits an empty Map for a profile without accounts.
 * - Several changes during one request make one new set.
 * - Never completes. Errors as {@link connectionState$} does when the profile goes away or the connection to
 *   it is lost, and with `ERR_ACCOUNTS_UNAVAILABLE` when the backend has no accounts.
 * - Omits an account whose name no call accepts (empty, with a NUL or a lone surrogate), and reports it on
 *   the channel `rx-outlook:error` ({@link DiagnosticsChannels}) as `ERR_ACCOUNT_NAME`.
 * - `unsubscribe()` performs the one `Unadvise`; subscriptions to `status$` of an account are not affected.
 *
 * Source:
 * {@link https://learn.microsoft.com/office/vba/api/outlook.namespace.accounts | NameSpace.Accounts}.
 *
 * @param profile - the MAPI profile's name, in any Unicode
 * @param options - the backend, whether the subscription keeps the process alive, and the time limit in
 *   milliseconds; they apply to `status$` of the accounts, too
 * @returns an Observable of Maps from names to accounts, in Outlook's order
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, at the call
 *
 * @example
 * ```ts
 * import { accounts$, mergeConnectionStates } from 'rx-outlook';
 *
 * const subscription = mergeConnectionStates(accounts$('Work', { backend: 'embedded' })).subscribe({
 *   next: ({ overall, online, total }) => console.log(`${overall}: ${online} of ${total} accounts`),
 *   error: (error: unknown) => console.error(String(error)),
 * });
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function accounts$(
  profile: string,
  options?: SourceOptions,
): Observable<ReadonlyMap<string, Account>> {
  const source = checkSource(profile, options);
  return defer(() => {
    const accounts = new AccountSet(source);
    return accountList$(source).pipe(
      filter((list, i) => accounts.replace(list) || i === 0),
      map(() => accounts.byName()),
    );
  });
}
