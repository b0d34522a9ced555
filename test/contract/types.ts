import type { BackendName, ConnectionState } from 'rx-outlook';
import type {
  AccountOptions,
  Counters,
  FloodOptions,
  OfflineCall,
  RawNotification,
} from 'rx-outlook/testing';

/**
 * What a case does to the other side. All of it is asynchronous, since the offline object may live in
 * a DLL of a test or in another process; a resolved promise means that it happened there, not that a
 * notification has arrived here.
 */
export interface Control {
  setState(profile: string, state: ConnectionState, options?: AccountOptions): Promise<void>;
  setRawState(profile: string, bits: number): Promise<void>;
  /** One more, or one of that name in place of the one that was removed. */
  addProfile(profile: string): Promise<void>;
  removeProfile(profile: string): Promise<void>;
  /** Each resolves with the name that the account has received. */
  addAccount(profile: string, account: string): Promise<string>;
  renameAccount(profile: string, account: string, name: string): Promise<string>;
  removeAccount(profile: string, account: string): Promise<void>;
  flood(profile: string, options: FloodOptions): Promise<RunningFlood>;
  /** Of that profile alone, or of whichever comes first; so with `holdNext`. */
  failNext(
    call: OfflineCall,
    hresult: number,
    profile?: string,
    options?: AccountOptions,
  ): Promise<void>;
  holdNext(call: OfflineCall, profile?: string, options?: AccountOptions): Promise<RemoteHold>;
  notifyRaw(profile: string, notification: RawNotification): Promise<void>;
  duringAdvise(profile: string, state: ConnectionState): Promise<void>;
  duringUnadvise(profile: string, state: ConnectionState): Promise<void>;
  counters(profile?: string, options?: AccountOptions): Promise<Counters>;
  /** Everything asked of the offline objects so far is done. */
  settled(): Promise<void>;
}

export interface RunningFlood {
  /** Resolves with the number of changes made. */
  readonly done: Promise<number>;
  stop(): Promise<number>;
}

export interface RemoteHold {
  readonly entered: Promise<void>;
  release(): Promise<void>;
}

export interface Context {
  /** The backend to test; it has the profile `Work`, which is online. */
  readonly backend: BackendName;
  /** How `'auto'` fails here; `undefined` where it leads to the backend under test. */
  readonly autoFails: { readonly code: string; readonly message: RegExp } | undefined;
  /** Another backend, and the code with which it fails for `Work` here. */
  readonly other: { readonly backend: BackendName; readonly code: string };
  readonly control: Control;
  /** The package's CommonJS entry, for workers and child processes. */
  readonly entry: string;
}

/** One behaviour that design.md's contract promises, owned by no test runner. */
export interface ContractCase {
  /** The contract's point, 1 to 10. */
  readonly point: number;
  readonly title: string;
  run(context: Context): Promise<void>;
}
