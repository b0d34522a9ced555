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
   * Whether its profiles are the process's, which every thread and every test file in it sees; `false` by
   * default: they are of this thread, and of this test file, alone.
   */
  readonly shared?: boolean | undefined;
}

/**
 * The calls that a test can make fail or hold. `'change'` is none of the client's: it is a change under
 * way, between its start and the new state.
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
  /** When, in milliseconds from the call of `play`; 0 by default. Steps of equal time keep their order. */
  readonly at?: number | undefined;
  /** Whose state changes. */
  readonly profile: string;
  /** The state it changes to; nothing happens when it has that state already. */
  readonly state: ConnectionState;
}

/**
 * Options of {@link EmbeddedOutlook.flood}.
 *
 * @public
 */
export interface FloodOptions {
  /** How many changes in all; 0, the default, means until `stop()`. */
  readonly changes?: number | undefined;
  /** On how many threads at once; 1 by default. */
  readonly threads?: number | undefined;
}

/**
 * Changes made as fast as possible.
 *
 * @public
 */
export interface Flood {
  /** Resolves with the number of changes made, once the last Notify has returned. */
  readonly done: Promise<number>;
  /** Ends it. Resolves as `done` does. */
  stop(): Promise<number>;
}

/**
 * A call that is kept inside the offline object.
 *
 * @public
 */
export interface Hold extends Disposable {
  /**
   * Resolves when the call has arrived and is held, or when the plan was taken back. Keeps no process
   * alive.
   */
  readonly entered: Promise<void>;
  /** Lets the call go on, or takes the plan back when none has come. Any number of times. */
  release(): void;
  /** The same as `release()`, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * A notification with any values, supported or not.
 *
 * @public
 */
export interface RawNotification {
  /** MAPIOFFLINE_NOTIFY_TYPE: 1 start, 2 change, 3 done; Outlook also sends others. */
  readonly type: number;
  /** `ulMask`; MAPIOFFLINE_STATE_OFFLINE_MASK (3) by default, the only one that counts. */
  readonly mask?: number | undefined;
  /** `ulStateOld`: 1 offline, 2 online. */
  readonly previous: number;
  /** `ulStateNew`: 1 offline, 2 online. */
  readonly current: number;
  /** `ulSize`; the right one by default. */
  readonly size?: number | undefined;
}

/**
 * What the clients of a profile have done so far, or of all profiles of a handle together.
 *
 * @public
 */
export interface Counters {
  /** Calls of Advise that succeeded. */
  readonly advises: number;
  /** Calls of Unadvise that succeeded. */
  readonly unadvises: number;
  /** Registrations alive. */
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
  /** Processes connected. */
  readonly clients: number;

  /** Registrations that they hold. */
  readonly registrations: number;

  /**
   * Resolves when it serves no more: with the reason when it has lost its place to another server, or has none
   * any more; with `undefined` after `close()`. The reason is an `OfflineStateError` with the
   * code `ERR_BRIDGE_PLACE_LOST`. Never rejects.
   */
  readonly ended: Promise<Error | undefined>;

  /** Ends every connection and unadvises what came over it. Any number of times. */
  close(): void;

  /** The same as `close()`, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * An Outlook under a test's control; see {@link embeddedOutlook}. Every method that takes a profile
 * throws a `TypeError` for one that is not this handle's.
 *
 * @public
 */
export interface EmbeddedOutlook extends Disposable, AsyncDisposable {
  /** The names of its profiles, removed ones included. */
  readonly profiles: readonly string[];

  /** Creates one more profile, online. Throws an `Error` when the name is taken, or after `close()`. */
  addProfile(profile: string): void;

  /**
   * Takes the profile away, as an Outlook does that loses it: its streams error with `ERR_OFFLINE_OBJECT_GONE`,
   * and `connectionStatus$` says `'gone'`, then `'no-such-profile'`, until `addProfile`.
   */
  removeProfile(profile: string): void;

  /**
   * The mail server comes or goes: `start`, `change` and `done` from a thread of Outlook's. Waits for a
   * change under way. Resolves when the last Notify has returned. A subscription that is only being made
   * may hear of it or begin after it: await `settled()` first.
   */
  setState(profile: string, state: ConnectionState): Promise<void>;

  /** Sets what GetCurrentState answers, any bits, and notifies nobody. */
  setRawState(profile: string, bits: number): void;

  /** Sets which directions the profile supports; both at first. */
  setCapabilities(profile: string, capabilities: Capabilities): void;

  /** Plays changes at their times. Resolves when the last Notify has returned. */
  play(steps: readonly PlayStep[]): Promise<void>;

  /** Changes the state back and forth, one `change` each time, as fast as possible. */
  flood(profile: string, options?: FloodOptions): Flood;

  /**
   * The next call of this kind answers with `hresult`, such as `0x8004010F`; on `profile`, or on
   * whichever of the handle's profiles comes first. Several plans queue up.
   */
  failNext(call: OfflineCall, hresult: number, profile?: string): void;

  /**
   * The next call of this kind stays inside until the hold is released. All calls of clients are made
   * on one thread, and all changes on another, so what is held holds up the others of its thread too,
   * also those of other profiles.
   */
  holdNext(call: OfflineCall, profile?: string): Hold;

  /** Sends a notification as it is to every registration. Resolves when the last Notify has returned. */
  notifyRaw(profile: string, notification: RawNotification): Promise<void>;

  /** The next Advise sees a change to `state` before it returns. */
  duringAdvise(profile: string, state: ConnectionState): void;

  /** The next Unadvise sees a change to `state` while it runs. */
  duringUnadvise(profile: string, state: ConnectionState): void;

  /** How many registrations are alive, whoever made them. Await `settled()` first. */
  registrations(profile?: string): number;

  /** What has happened so far, whoever did it. Await `settled()` first. */
  counters(profile?: string): Counters;

  /**
   * Resolves when everything that this environment has asked of the offline objects is done: each
   * subscription so far has its Advise, each unsubscription its Unadvise, and each `connectionStatus$` that
   * waited for a profile which this thread has made since has its state.
   */
  settled(): Promise<void>;

  /**
   * Serves the embedded profiles that `backend: 'embedded'` reaches here, of every handle of this thread and
   * the shared ones, to other processes of the same user: there `backend: 'bridge'` reaches them. Until the
   * server is closed, or the process ends; `close()` of the outlook alone leaves it be. A profile whose name is longer than 256 characters is not served. When its
   * socket or its folder is removed it takes them back, or ends ({@link BridgeHost.ended}). Throws an `Error` with
   * the code `EADDRINUSE` when the user has such a server already (in tests that run at the same time let the
   * variable `RX_OUTLOOK_PLACE`, on both sides, name a place for each; a worker has a `process.env` of its own),
   * `EACCES` when the place is not private to the user, `ENOENT` when there can be none (a missing or read-only folder, a path too long for a socket), `EMFILE`
   * when there is no descriptor, thread, memory or disk space left, and `EIO` for anything else.
   */
  serve(): BridgeHost;

  /**
   * Removes its profiles and releases its holds: the end of a test, and no event in it. `connectionState$` and
   * `connectionStateChange$` of its profiles in this thread emit nothing more, no error either; their
   * registrations are unadvised. `connectionStatus$` says `'unknown'`, `'no-such-profile'`, and comes back with
   * the next profile of that name. Requests reject, as after {@link EmbeddedOutlook.removeProfile}, which plays the
   * loss of a profile. Other threads (of shared profiles) and clients of the bridge hear the loss, too. Any
   * number of times.
   */
  close(): void;

  /** The same as `close()`, for `using`. */
  [Symbol.dispose](): void;

  /** `close()`, and then {@link EmbeddedOutlook.settled}, for `await using`: each `Unadvise` has been made. */
  [Symbol.asyncDispose](): Promise<void>;
}
