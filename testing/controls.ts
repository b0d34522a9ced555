/// <reference lib="esnext.disposable" preserve="true" />
import type { Capabilities } from '../lib/openOfflineObject.js';
import type { ConnectionState } from '../lib/types.js';
import type {
  AccountOptions,
  AddAccountOptions,
  BridgeHost,
  Counters,
  Flood,
  FloodOptions,
  Hold,
  OfflineCall,
  PlayStep,
  RawNotification,
} from './types.js';

/**
 * An Outlook under a test's control; see {@link embeddedOutlook}. Every method with a profile throws a
 * `TypeError` for a profile of another handle.
 *
 * @public
 */
export interface EmbeddedOutlook extends Disposable, AsyncDisposable {
  /** The names of its profiles, removed ones included. */
  readonly profiles: readonly string[];

  /** Creates another profile, online. Throws an `Error` when the name is taken, or after `close()`. */
  addProfile(profile: string): void;

  /**
   * Removes the profile, as an Outlook does that loses it: its streams error with
   * `ERR_OFFLINE_OBJECT_GONE`, and `connectionStatus$` emits `'gone'`, then `'no-such-profile'`, until
   * `addProfile`.
   */
  removeProfile(profile: string): void;

  /** Returns the names of the accounts that the profile has now, in the order in which they came. */
  accounts(profile: string): readonly string[];

  /**
   * Adds an account to the profile. Returns the name that it has received: two accounts of one name become
   * `'a'` and `'a (2)'`. It is online when its profile is: a profile that goes offline takes its accounts
   * with it, and gives each its own state back later. `accounts$` emits a new set.
   */
  addAccount(profile: string, account: string, options?: AddAccountOptions): string;

  /**
   * Removes the account: its streams error with `ERR_OFFLINE_OBJECT_GONE`, its `connectionStatus$` emits
   * `'gone'`, then `'no-such-account'`, until an account of that name is added. `accounts$` emits a new set.
   */
  removeAccount(profile: string, account: string): void;

  /**
   * Renames the account; its streams continue. Returns the name that it has received. `accounts$` emits a new
   * set with the same `Account` object.
   */
  renameAccount(profile: string, account: string, name: string): string;

  /**
   * Changes the state of the profile or account as a mail server that comes or goes: `start`, `change` and `done` from a thread of
   * Outlook. Waits for a change under way. Resolves after the last Notify has returned. A subscription that
   * is still starting may receive the change or begin after it: await `settled()` first.
   */
  setState(profile: string, state: ConnectionState, options?: AccountOptions): Promise<void>;

  /** Sets the answer of GetCurrentState, any bits, without a notification. */
  setRawState(profile: string, bits: number, options?: AccountOptions): void;

  /** Sets the directions that the profile or account supports; both at first. */
  setCapabilities(profile: string, capabilities: Capabilities, options?: AccountOptions): void;

  /** Plays changes at their times. Resolves after the last Notify has returned. */
  play(steps: readonly PlayStep[]): Promise<void>;

  /** Changes the state back and forth, one `change` each time, as fast as possible. */
  flood(profile: string, options?: FloodOptions): Flood;

  /**
   * Makes the next call of this kind return `hresult`, such as `0x8004010F`; on `profile` or its account, or
   * on the handle's profile or account that is called first. Several plans apply one after the other.
   */
  failNext(call: OfflineCall, hresult: number, profile?: string, options?: AccountOptions): void;

  /**
   * Holds the next call of this kind inside the object until the hold is released. All calls of clients are
   * made on one thread, and all changes on another, so that a held one delays the others of its thread,
   * those of other profiles included.
   */
  holdNext(call: OfflineCall, profile?: string, options?: AccountOptions): Hold;

  /**
   * Sends a notification, unchecked, to every registration. Resolves after the last Notify has returned.
   */
  notifyRaw(
    profile: string,
    notification: RawNotification,
    options?: AccountOptions,
  ): Promise<void>;

  /** Makes a change to `state` inside the next Advise, before it returns. */
  duringAdvise(profile: string, state: ConnectionState, options?: AccountOptions): void;

  /** Makes a change to `state` inside the next Unadvise. */
  duringUnadvise(profile: string, state: ConnectionState, options?: AccountOptions): void;

  /**
   * Returns the number of registrations that have not ended, of every client: of the profile itself, of its
   * account, or without a profile of everything. Await `settled()` first.
   */
  registrations(profile?: string, options?: AccountOptions): number;

  /**
   * Returns the counts of all clients so far: of the profile itself, of its account (also one of the
   * last hundred that were removed), or without a profile of everything. Await `settled()` first.
   */
  counters(profile?: string, options?: AccountOptions): Counters;

  /**
   * Resolves when every request of this environment to the offline objects is done: each subscription so
   * far has its Advise, each unsubscription its Unadvise, and each `connectionStatus$` that waited for a
   * profile that this thread has made since has its state.
   */
  settled(): Promise<void>;

  /**
   * Serves the embedded profiles that `backend: 'embedded'` reaches here, of every handle of this thread
   * and the shared ones, to other processes of the same user: there `backend: 'bridge'` reaches them. It
   * ends when the server is closed, or with the process; `close()` of the outlook does not end it. A
   * profile whose name is longer than 256 characters is not served. When its socket or its folder is
   * removed, the server makes them again, or ends ({@link BridgeHost.ended}).
   *
   * Throws an `Error` with the code `EADDRINUSE` when the user has such a server already (in tests that run
   * at the same time set the variable `RX_OUTLOOK_PLACE`, on both sides, to the name of a place for each; a
   * worker has a `process.env` of its own), `EACCES` when other users can access the place, `ENOENT` when
   * there can be none (a missing or read-only folder, a path too long for a socket), `EMFILE` when there is
   * no descriptor, thread, memory or disk space left, and `EIO` for any other reason.
   */
  serve(): BridgeHost;

  /**
   * Removes its profiles and releases its holds, as the end of a test, without an event. `connectionState$`,
   * `connectionStateChange$` and `accounts$` of its profiles in this thread emit nothing more, nor do they error; their
   * registrations are unadvised. `connectionStatus$` emits `'unknown'`, `'no-such-profile'`, and reconnects
   * to the next profile of that name. Requests reject, as after {@link EmbeddedOutlook.removeProfile},
   * which plays the loss of a profile. Other threads (of shared profiles) and clients of the bridge receive
   * the loss, too. May be called any number of times.
   */
  close(): void;

  /** The same as `close()`, for `using`. */
  [Symbol.dispose](): void;

  /**
   * Calls `close()`, then {@link EmbeddedOutlook.settled}, for `await using`: each `Unadvise` has been
   * made.
   */
  [Symbol.asyncDispose](): Promise<void>;
}
