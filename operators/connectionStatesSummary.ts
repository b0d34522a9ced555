import type { ConnectionState } from '../lib/types.js';

/**
 * The overall state of all accounts without a policy: `'online'` when all are online, `'offline'` when all
 * are offline, `'unknown'` when no state is known or there are no accounts, `'partial'` otherwise.
 *
 * @public
 */
export type OverallState = ConnectionState | 'partial' | 'unknown';

/**
 * The connection states of several accounts at one moment; immutable.
 *
 * Its maps are views, which cost nothing to make; they have the reading methods of a Map, but are not Maps.
 * `JSON.stringify` makes records of them, by account; lists of pairs where an account's name is no string.
 * `toEqual` of jest and vitest and `deepEqual` of chai treat them as Maps. `structuredClone` and
 * `postMessage` refuse them, as does `deepEqual` of `node:assert`: pass `new Map(summary.states)` there.
 * The maps of an older summary stay readable; iterating them costs a copy, once.
 *
 * @public
 */
export interface ConnectionStatesSummary<K = string, O = OverallState> {
  /**
   * The state of each account, in the order of the accounts. Where the set of accounts changes, in a stable
   * order: new accounts come after the others.
   */
  readonly states: ReadonlyMap<K, ConnectionState | 'unknown'>;
  /** The error of each account that ended with one, or that failed and waits for a retry. */
  readonly errors: ReadonlyMap<K, unknown>;
  /** The number of accounts that are online. */
  readonly online: number;
  /** The number of accounts that are offline. */
  readonly offline: number;
  /**
   * The number of accounts whose state is unknown: silent so far, reported as unknown, or ended with an
   * error.
   */
  readonly unknown: number;
  /** The number of accounts. */
  readonly total: number;
  /**
   * The account whose state or error made this summary; `undefined` in the first one, and in the summary of
   * a new set of accounts.
   */
  readonly changed: K | undefined;
  /** The overall state: {@link OverallState}, or the result of a policy. */
  readonly overall: O;
}
