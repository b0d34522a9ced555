/// <reference lib="esnext.disposable" preserve="true" />
import type { Capabilities } from '../lib/openOfflineObject.js';
import type { ConnectionState } from '../lib/types.js';

/**
 * Options of {@link embeddedOutlook}.
 *
 * @public
 */
export interface EmbeddedOutlookOptions {
  /** Names of the profiles to create. */
  readonly profiles: readonly string[];
  /**
   * Whether its profiles belong to the process, so that every thread and every test file sees them. By
   * default `false`: only this thread, and this test file, sees them.
   */
  readonly shared?: boolean | undefined;
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
  | 'change';

/**
 * One step of a script.
 *
 * @public
 */
export interface PlayStep {
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
export interface FloodOptions {
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
 * Counts of what the clients of one profile, or of all profiles of a handle, have done.
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
 * A server that other processes of the same user reach with `backend: 'bridge'`; see {@link
 * EmbeddedOutlook.serve}.
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

  /**
   * Changes the state as a mail server that comes or goes: `start`, `change` and `done` from a thread of
   * Outlook. Waits for a change under way. Resolves after the last Notify has returned. A subscription that
   * is still starting may receive the change or begin after it: await `settled()` first.
   */
  setState(profile: string, state: ConnectionState): Promise<void>;

  /** Sets the answer of GetCurrentState, any bits, without a notification. */
  setRawState(profile: string, bits: number): void;

  /** Sets the directions that the profile supports; both at first. */
  setCapabilities(profile: string, capabilities: Capabilities): void;

  /** Plays changes at their times. Resolves after the last Notify has returned. */
  play(steps: readonly PlayStep[]): Promise<void>;

  /** Changes the state back and forth, one `change` each time, as fast as possible. */
  flood(profile: string, options?: FloodOptions): Flood;

  /**
   * Makes the next call of this kind return `hresult`, such as `0x8004010F`; on `profile`, or on the
   * handle's profile that is called first. Several plans apply one after the other.
   */
  failNext(call: OfflineCall, hresult: number, profile?: string): void;

  /**
   * Holds the next call of this kind inside the object until the hold is released. All calls of clients are
   * made on one thread, and all changes on another, so that a held one delays the others of its thread,
   * those of other profiles included.
   */
  holdNext(call: OfflineCall, profile?: string): Hold;

  /**
   * Sends a notification, unchecked, to every registration. Resolves after the last Notify has returned.
   */
  notifyRaw(profile: string, notification: RawNotification): Promise<void>;

  /** Makes a change to `state` inside the next Advise, before it returns. */
  duringAdvise(profile: string, state: ConnectionState): void;

  /** Makes a change to `state` inside the next Unadvise. */
  duringUnadvise(profile: string, state: ConnectionState): void;

  /** Returns the number of registrations that have not ended, of every client. Await `settled()` first. */
  registrations(profile?: string): number;

  /** Returns the counts of all clients so far. Await `settled()` first. */
  counters(profile?: string): Counters;

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
   * Removes its profiles and releases its holds, as the end of a test, without an event. `connectionState$`
   * and `connectionStateChange$` of its profiles in this thread emit nothing more, nor do they error; their
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
