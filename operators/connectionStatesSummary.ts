import type { ConnectionState } from '../lib/types.js';

/**
 * What becomes of all accounts together where no policy says otherwise: `'online'` when all are online,
 * `'offline'` when all are offline, `'unknown'` when no state is known or there are no accounts, `'partial'`
 * otherwise.
 *
 * @public
 */
export type OverallState = ConnectionState | 'partial' | 'unknown';

/**
 * The connection states of several accounts at one moment. Nothing in it changes afterwards.
 *
 * Its maps are views that cost nothing to make; they have the reading methods of a Map and are none. `JSON.stringify`
 * makes records of them, by account; lists of pairs where an account's name is no string. `toEqual` of jest and vitest
 * and `deepEqual` of chai take them for Maps. `structuredClone` and `postMessage` refuse them, as does
 * `deepEqual` of `node:assert`: give those `new Map(summary.states)`. Those of an older summary may be read, too; to
 * go through all of them then costs a copy, once.
 *
 * @public
 */
export interface ConnectionStatesSummary<K = string, O = OverallState> {
  /**
   * The state of each account, in the order the accounts were given. Where they come and go: in a stable
   * order, with those that were never there before behind the others.
   */
  readonly states: ReadonlyMap<K, ConnectionState | 'unknown'>;
  /** Why an account ended, for each that ended with an error; and for each that waits to be tried again. */
  readonly errors: ReadonlyMap<K, unknown>;
  /** How many accounts are online. */
  readonly online: number;
  /** How many accounts are offline. */
  readonly offline: number;
  /** How many accounts' states are not known: silent so far, said so, or ended with an error. */
  readonly unknown: number;
  /** How many accounts there are. */
  readonly total: number;
  /**
   * The account whose state or error made this summary; `undefined` in the first one, and in those that a
   * new set of accounts made.
   */
  readonly changed: K | undefined;
  /** What that makes of them all: see {@link OverallState}, or what a policy has made of it. */
  readonly overall: O;
}
