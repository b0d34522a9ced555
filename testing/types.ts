/// <reference lib="esnext.disposable" preserve="true" />
import type { AccountType, ConnectionState } from '../lib/types.js';

/**
 * Options of {@link embeddedOutlook}.
 *
 * @public
 */
export interface EmbeddedOutlookOptions {
  /**
   * Names of the profiles to create, or a record from each name to the names of its accounts. Accounts are
   * of the type `'other'`; {@link EmbeddedOutlook.addAccount} makes the other types.
   */
  readonly profiles: readonly string[] | Readonly<Record<string, readonly string[]>>;
  /**
   * Whether its profiles belong to the process, so that every thread and every test file sees them. By
   * default `false`: only this thread, and this test file, sees them.
   */
  readonly shared?: boolean | undefined;
}

/**
 * Names an account of the profile; without it the profile itself is meant.
 *
 * @public
 */
export interface AccountOptions {
  /** The account's name in the profile. */
  readonly account?: string | undefined;
}

/**
 * The options of {@link EmbeddedOutlook.addAccount}.
 *
 * @public
 */
export interface AddAccountOptions {
  /** The kind of its mail server; `'other'` by default. */
  readonly type?: AccountType | undefined;
}

/**
 * The calls that a test can make fail or hold. `'change'` is no call of a client, but the change under way,
 * between its start and the new state.
 *
 * @public
 */
export type OfflineCall =
  | 'open'
  | 'getCapabilities'
  | 'advise'
  | 'unadvise'
  | 'getCurrentState'
  | 'setCurrentState'
  | 'listAccounts'
  | 'change';

/**
 * One step of a script.
 *
 * @public
 */
export interface PlayStep extends AccountOptions {
  /**
   * The time of the step, in milliseconds from the call of `play`; 0 by default. Steps of equal time keep
   * their order.
   */
  readonly at?: number | undefined;
  /** The profile whose state changes. */
  readonly profile: string;
  /** The new state; nothing happens when the profile has it already. */
  readonly state: ConnectionState;
}

/**
 * Options of {@link EmbeddedOutlook.flood}.
 *
 * @public
 */
export interface FloodOptions extends AccountOptions {
  /** The number of changes; 0, the default, means until `stop()`. */
  readonly changes?: number | undefined;
  /** The number of threads that make them; 1 by default. */
  readonly threads?: number | undefined;
}

/**
 * Changes made as fast as possible.
 *
 * @public
 */
export interface Flood {
  /** Resolves with the number of changes made, after the last Notify has returned. */
  readonly done: Promise<number>;
  /** Ends the flood. Resolves as `done` does. */
  stop(): Promise<number>;
}

/**
 * A call that is held inside the offline object.
 *
 * @public
 */
export interface Hold extends Disposable {
  /**
   * Resolves when the call has arrived and is held, or when `release()` cancels the plan. Keeps no process
   * alive.
   */
  readonly entered: Promise<void>;
  /**
   * Lets the call continue, or cancels the plan when no call has come. May be called any number of times.
   */
  release(): void;
  /** The same as `release()`, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * A notification with arbitrary values, supported or not.
 *
 * @public
 */
export interface RawNotification {
  /** MAPIOFFLINE_NOTIFY_TYPE: 1 start, 2 change, 3 done; Outlook also sends others. */
  readonly type: number;
  /** `ulMask`; MAPIOFFLINE_STATE_OFFLINE_MASK (3) by default, the only valid one. */
  readonly mask?: number | undefined;
  /** `ulStateOld`: 1 offline, 2 online. */
  readonly previous: number;
  /** `ulStateNew`: 1 offline, 2 online. */
  readonly current: number;
  /** `ulSize`; the correct one by default. */
  readonly size?: number | undefined;
}

/**
 * Counts of what the clients of one profile, of one account, or of everything of a handle, have done.
 *
 * @public
 */
export interface Counters {
  /** Calls of Advise that succeeded. */
  readonly advises: number;
  /** Calls of Unadvise that succeeded. */
  readonly unadvises: number;
  /** Registrations that have not ended. */
  readonly registrations: number;
  /** COM references that clients hold on the offline objects. */
  readonly references: number;
  /** Different threads that called into one offline object. */
  readonly callingThreads: number;
}

/**
 * A server that other processes of the same user reach with `backend: 'bridge'`; see
 * {@link EmbeddedOutlook.serve}.
 *
 * @public
 */
export interface BridgeHost extends Disposable {
  /** The number of connected processes. */
  readonly clients: number;

  /** The number of their registrations. */
  readonly registrations: number;

  /**
   * Resolves when the server ends: with the reason when it has lost its place to another server, or has no
   * place any more; with `undefined` after `close()`. The reason is an `OfflineStateError` with the code
   * `ERR_BRIDGE_PLACE_LOST`. Never rejects.
   */
  readonly ended: Promise<Error | undefined>;

  /** Ends every connection and unadvises its registrations. May be called any number of times. */
  close(): void;

  /** The same as `close()`, for `using`. */
  [Symbol.dispose](): void;
}
