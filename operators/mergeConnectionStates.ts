import { map, Observable, of, type RetryConfig, type SchedulerLike } from 'rxjs';
import { checkObject } from '../lib/errors.js';
import type { ConnectionState } from '../lib/types.js';
import { AccountMerge, type MergeRules } from './accountMerge.js';
import { checkAccounts } from './accounts.js';
import { checkScheduler } from './checks.js';
import type { ConnectionStateLike } from './connectionStateLike.js';
import type { ConnectionStatesSummary, OverallState } from './connectionStatesSummary.js';
import { checkPolicy, type OverallPolicy, type OverallPolicyName } from './overall.js';
import { checkRetry, retrying } from './retrying.js';
import { isPushed, type ObservableSource, type PushedSource } from './sources.js';
import { toObservable } from './toObservable.js';
import { untilClosed } from './untilClosed.js';

/**
 * The policy and the retries of {@link (mergeConnectionStates:1)}.
 *
 * @public
 */
export interface MergeConnectionStatesOptions<P = OverallPolicyName> {
  /**
   * Makes one value of all states: an {@link OverallPolicyName} or an {@link OverallPolicy};
   * {@link OverallState} by default.
   */
  readonly overall?: P | undefined;
  /**
   * Retries an account that errors, as the configuration of RxJS's `retry` says; no retry by default. `{}`
   * retries at once and for ever; consider a `delay`, in milliseconds.
   */
  readonly retry?: RetryConfig | undefined;
  /** The scheduler that measures a `delay` of `retry` that is a number; `asyncScheduler` by default. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * The connection states of several accounts as one stream of summaries: how many are online, offline and
 * unknown, which ones, and the overall state.
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
 *
 * work                         -n--#   -f--|     subscribed again after 4
 * mergeConnectionStates        un--e----f--|     u = unknown, e = the same, with the error in errors
 *   (retry: { delay: 4 })
 * ```
 *
 * - Emits the first summary after all accounts are subscribed. Accounts that have emitted by then are in it
 *   with their state, silent ones are `'unknown'`.
 * - Emits exactly one summary for each later change. An account that repeats its state makes none.
 * - `changed` of a summary names the account that made it; it is `undefined` in the first summary, and in
 *   the summary of a new set of accounts, which includes every state emitted during their subscription.
 * - An account that errors becomes `'unknown'`, with the error in `errors`: one summary. The others
 *   continue; the merge itself does not error.
 * - With `retry`, the account is then subscribed again. It stays `'unknown'`, with its error, until it
 *   emits: that makes one summary, without the error. Each failure makes one summary, unless its error is
 *   the same as the one before. When `retry` gives up, the account has ended with the last error.
 * - A policy that throws ends the merge with its exception.
 * - An account that completes keeps its state and makes no summary.
 * - Completes when all accounts have completed or errored. With no accounts it emits one summary and
 *   completes.
 * - An account's source may be anything that {@link toObservable} accepts: a promise, an asynchronous
 *   iterable, a WHATWG Observable and so on. It may emit states or statuses; of a status only the state
 *   counts.
 * - Given an Observable of accounts, it follows each set that the Observable emits: new accounts are
 *   subscribed, missing ones are unsubscribed at once, and those with the same name and source are
 *   untouched. A source that has only another name stays subscribed under it. A set that differs makes one
 *   summary. It also waits for the completion of the Observable of
 *   sets, and errors with its error.
 * - A summary costs the same for two accounts as for ten thousand, and so does a change; a new set costs
 *   one look-up for each name and the work for the differences.
 * - `unsubscribe()` unsubscribes from every account. While the accounts are being subscribed, it prevents
 *   the subscription of the others.
 * - In `next` one may unsubscribe or make an account emit; the summary of that follows after `next` has
 *   returned.
 *
 * The accounts are read at the call (or when their Observable emits them), and subscribed in their order
 * at each subscription.
 *
 * @param accounts - the accounts: a record or a Map from names to sources, any iterable of
 *   `[name, source]` pairs, or an Observable (a promise, an asynchronous iterable) of any of these
 * @param options - a policy for `overall`, and the retries of an account that errors
 * @returns a cold Observable of summaries
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an argument or a part of it is of the wrong type,
 *   `ERR_INVALID_ARG_VALUE` when an iterable repeats a name, a policy is not known or a number is out of range:
 *   at the call, or as the error of the stream when an Observable emitted it
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
export function mergeConnectionStates<K, O = OverallState>(
  accounts:
    | Iterable<readonly [K, ObservableSource<ConnectionStateLike>]>
    | PushedSource<Iterable<readonly [K, ObservableSource<ConnectionStateLike>]>>,
  options?: MergeConnectionStatesOptions<OverallPolicy<K, O>>,
): Observable<ConnectionStatesSummary<K, O>>;
/**
 * {@inheritDoc (mergeConnectionStates:1)}
 *
 * @public
 */
export function mergeConnectionStates<O = OverallState>(
  accounts:
    | Readonly<Record<string, ObservableSource<ConnectionStateLike>>>
    | PushedSource<Readonly<Record<string, ObservableSource<ConnectionStateLike>>>>,
  options?: MergeConnectionStatesOptions<OverallPolicy<string, O>>,
): Observable<ConnectionStatesSummary<string, O>>;
/**
 * {@inheritDoc (mergeConnectionStates:1)}
 *
 * @public
 */
export function mergeConnectionStates<K>(
  accounts:
    | Iterable<readonly [K, ObservableSource<ConnectionStateLike>]>
    | PushedSource<Iterable<readonly [K, ObservableSource<ConnectionStateLike>]>>,
  options: MergeConnectionStatesOptions & { readonly overall: OverallPolicyName },
): Observable<ConnectionStatesSummary<K, ConnectionState | 'unknown'>>;
/**
 * {@inheritDoc (mergeConnectionStates:1)}
 *
 * @public
 */
export function mergeConnectionStates(
  accounts:
    | Readonly<Record<string, ObservableSource<ConnectionStateLike>>>
    | PushedSource<Readonly<Record<string, ObservableSource<ConnectionStateLike>>>>,
  options: MergeConnectionStatesOptions & { readonly overall: OverallPolicyName },
): Observable<ConnectionStatesSummary<string, ConnectionState | 'unknown'>>;
export function mergeConnectionStates(
  accounts: unknown,
  options: unknown = {},
): Observable<ConnectionStatesSummary<unknown, unknown>> {
  const sets$ = isPushed(accounts)
    ? toObservable(accounts).pipe(map(checkAccounts))
    : of(checkAccounts(accounts));
  const rules = checkRules(options);

  return new Observable((subscriber) => {
    const merge = new AccountMerge(subscriber, rules);
    sets$.pipe(untilClosed(subscriber)).subscribe({
      next: (set) => {
        merge.replace(set);
      },
      error: (error: unknown) => {
        merge.error(error);
      },
      complete: () => {
        merge.end();
      },
    });
  });
}

function checkRules(options: unknown): MergeRules<unknown, unknown> {
  const { overall, retry, scheduler } = checkObject(options, 'options', [
    'overall',
    'retry',
    'scheduler',
  ]);
  const clock = checkScheduler(scheduler);
  return {
    overall: checkPolicy(overall),
    retrying: retry === undefined ? undefined : retrying(checkRetry(retry), clock),
  };
}
