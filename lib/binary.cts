/**
 * The functions of the native binary, whose other half is native/addon/addon.cc and session_functions.cc.
 * lib/record has the layout of its records.
 */

/** Must equal kAbiVersion of native/addon/addon.cc. Counts the versions of lib/table's Table as well. */
export const abi = 7;

/** Opaque: native/addon/realms.h. */
export interface Realm {
  readonly opaque?: never;
}

/**
 * Controls a profile of native/backends/embedded; native/addon/embedded_profile.h documents the arguments.
 */
export interface EmbeddedProfile {
  remove(): void;
  /** The name that it was made with. */
  name(): string;
  removeAccount(name: string): void;
  /** Returns the name that the account has now, which is unique in the profile. */
  renameAccount(name: string, wanted: string): string;
  /** Whether the realm has another profile of the same name. */
  isHidden(realm: Realm): boolean;
  change(request: number, delays: readonly number[], states: readonly number[]): void;
  setRawState(state: number): void;
  setCapabilities(capabilities: number): void;
  duringAdvise(state: number): void;
  duringUnadvise(state: number): void;
  notifyRaw(
    request: number,
    type: number,
    mask: number,
    previous: number,
    current: number,
    size: number,
  ): void;
  failNext(group: boolean, call: number, hresult: number): void;
  holdNext(group: boolean, call: number, request: number): number;
  release(group: boolean, call: number, hold: number): void;
  releaseAll(group: boolean): void;
  startFlood(request: number, changes: number, threads: number): void;
  stopFlood(request: number): void;
  counters(): {
    advises: number;
    unadvises: number;
    registrations: number;
    references: number;
    callingThreads: number;
  };
}

/** A server of native/server; see native/addon/bridge_server.h. */
export interface BridgeServer {
  close(): void;
  counts(): { clients: number; registrations: number };
  /**
   * The reason why it ended by itself; `undefined` while it serves. A record of kind `place` announces it.
   */
  whyLost(): string | undefined;
}

/**
 * Adds to an HRESULT: a text, and `operation`, the call that failed, where that is not the call that was
 * asked for.
 */
export interface Explanation {
  readonly operation?: string;
  readonly text: string;
  /** Outlook answers so to every process except its own. */
  readonly isOutside?: boolean;
}

/** A breach of contract by an offline object at the end of a subscription. */
export interface Fault {
  readonly profile: string;
  readonly account?: string;
  readonly operation: number;
  readonly hresult: number;
}

/** An account, as the binary lists it: `type` is an index of lib/accountTypes. */
export interface ListedAccount {
  /** The account's alone as long as it exists, through its renames. */
  readonly id: number;
  readonly name: string;
  readonly type: number;
}

export type Bitness = 'x86' | 'x64';
export type Machine = Bitness | 'arm64' | 'unknown';
export type RegistryRoot = 'HKCU' | 'HKLM';

export interface RegistryKey {
  /**
   * By name; `''` is the key's own value. A value that is neither a string nor a number is given as bytes.
   */
  readonly values: Readonly<Record<string, string | number | Uint8Array>>;
  readonly keys: readonly string[];
}

/** A value of the add-in's registration, below HKEY_CURRENT_USER. */
export interface AddinValue {
  readonly key: string;
  readonly name: string;
  readonly value: string | number;
}

export interface RunningProcess {
  readonly id: number;
  /** Empty when Windows denies it. */
  readonly path: string;
  readonly isElevated: boolean;
}

/**
 * Functions for the command, on Windows; see native/addon/windows.cc. A function that fails throws an
 * Error.
 */
export interface Windows {
  readonly progId: string;
  readonly classId: string;
  readonly dllName: string;
  readonly is64Bit: boolean;
  /** The values that `registerAddin` writes. */
  addinValues(bitness: Bitness, dll: string): readonly AddinValue[];
  registerAddin(bitness: Bitness, dll: string): void;
  /** Returns whether there was anything to remove. */
  unregisterAddin(bitness: Bitness): boolean;
  /** Reads the 64-bit view unless `view` is 32; `undefined` when there is no such key. */
  readKey(root: RegistryRoot, path: string, view?: 32 | 64): RegistryKey | undefined;
  /** The processes of this session. */
  processes(name: string): readonly RunningProcess[];
  machineOf(path: string): Machine;
  isElevated(): boolean;
  /** The MAPI DLLs of the installed Outlooks, best first. */
  outlookDlls(): readonly string[];
  isNewOutlookInstalled(): boolean;
}

/** The server that answers at the bridge's place, or the reason why none does. */
export type Probed =
  | { readonly place: string; readonly host: 'outlook' | 'embedded'; readonly product: string }
  | { readonly place: string; readonly code: string; readonly text: string };

/**
 * A `backend` is an index of `backends`; functions that take one and return a boolean return `false` after
 * the environment has closed. Functions that take the number of a request are answered by a record with it.
 */
export interface Binary {
  readonly abi: number;
  readonly backends: readonly string[];
  /** The backends that `'auto'` tries, in its order. A way's number is 1 for the first of them. */
  readonly ways: readonly string[];
  readonly operations: readonly string[];
  readonly embeddedCalls: readonly string[];
  /** Calls `wake` with the number of records in `buffer`, and not again before those are read. */
  attach(wake: (count: number) => void, buffer: ArrayBuffer): void;
  /** Fills the buffer again. Returns 0 when no record waits; the next record wakes then. */
  drain(): number;
  /** Calls `make` outside every async context, the caller's included. */
  outside<T>(make: () => T): T;
  keepAlive(alive: boolean): void;
  /** Makes a realm for one global object. Everything made in the realm ends when the realm is collected. */
  makeRealm(): Realm;
  /**
   * Sets the realm of the calls that follow, and `XDG_RUNTIME_DIR` and `RX_OUTLOOK_PLACE` of this thread's
   * `process.env`, or `''`. The binary does not read the environment: another thread may change it during
   * the read.
   */
  setSurroundings(folder: string, place: string, realm?: Realm): void;
  /**
   * Waits for `flush()` or for any other request, as `unsubscribe` does. `account`: `''` is the profile
   * itself. `listens`: whether to the list of its accounts, too. `pollInterval`: in milliseconds, for a backend
   * that polls; 0 is the backend's own choice. `timeout`: of one of its looks, in milliseconds; 0 is the backend's
   * own limit.
   */
  subscribe(
    backend: number,
    slot: number,
    generation: number,
    profile: string,
    account: string,
    listens: boolean,
    pollInterval: number,
    timeout: number,
  ): boolean;
  unsubscribe(backend: number, slot: number, generation: number): boolean;
  flush(): void;
  /** Returns an index of `operations`; `undefined` for a registration that has ended. */
  operationOf(backend: number, slot: number, generation: number): number | undefined;
  /** Returns an unsigned 32-bit count; `undefined` for a registration that has ended. */
  readingsDone(backend: number, slot: number, generation: number): number | undefined;
  open(backend: number, request: number, object: number, profile: string, account: string): boolean;
  getCapabilities(backend: number, request: number, object: number): boolean;
  getCurrentState(backend: number, request: number, object: number): boolean;
  /** Answers `mark` just before the object is asked. */
  setCurrentState(
    backend: number,
    request: number,
    mark: number,
    object: number,
    state: number,
  ): boolean;
  closeObject(backend: number, request: number, object: number): boolean;
  listProfiles(backend: number, request: number): boolean;
  /** Returns the names that `listProfiles` of that request found, once; call it after the answer. */
  takeProfiles(backend: number, request: number): readonly string[];
  /** The answer's value is the number of the way that answered, 0 where the backend is not `'auto'`. */
  listAccounts(backend: number, request: number, profile: string): boolean;
  /** Returns the accounts that `listAccounts` of that request found, once; call it after the answer. */
  takeAccounts(backend: number, request: number): readonly ListedAccount[];
  /** Asks whether the backend has an Outlook; the answer is 1 (S_FALSE) where only `open` can tell. */
  available(backend: number, request: number): boolean;
  /**
   * Reports in a record when a server may have come to the bridge's place or left it, until `unwatchPlace`.
   * Returns false where the system has no such watch.
   */
  watchPlace(): boolean;
  unwatchPlace(): void;
  /** Returns what the backend says about the failure of that request, once. */
  explainAnswer(backend: number, request: number): Explanation | undefined;
  /** Returns the same for a registration that has not ended. */
  explainRegistration(backend: number, slot: number, generation: number): Explanation | undefined;
  /**
   * Returns the faults that a record of kind `fault` announced; `operation` is an index of `operations`.
   */
  takeFaults(): readonly Fault[];
  settle(backend: number, request: number): boolean;
  fence(request: number): void;
  counts(): { received: number; merged: number; dropped: number; depth: number };
  hresultName(hresult: number): string;
  /**
   * Milliseconds since the epoch, by the clock of the notifications' timestamps; no test's fake clock
   * changes it.
   */
  now(): number;
  probeBridge(): Promise<Probed>;
  /** Whether standard output is a pipe or socket without a reader. */
  isOutputUnread(): boolean;
  /** Windows only. */
  readonly windows?: Windows;
  readonly BridgeServer: new (backend: string, product: string) => BridgeServer;
  /**
   * Without a realm the profile belongs to the process. With a parent it is an account of that profile, with
   * a unique name there.
   */
  readonly EmbeddedProfile: new (
    name: string,
    realm?: Realm,
    leader?: EmbeddedProfile,
    parent?: EmbeddedProfile,
    type?: number,
  ) => EmbeddedProfile;
  [table: symbol]: unknown;
}
