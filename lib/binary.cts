/** The shape of the native binary; its records have theirs in lib/record. Its other half is native/addon/addon.cc. */

/** Must equal kAbiVersion of native/addon/addon.cc. Counts the shapes of lib/table's Table as well. */
export const abi = 4;

/** Of native/addon/realms.h; nothing can be read of it. */
export interface Realm {
  readonly opaque?: never;
}

/** A control of native/backends/embedded; see native/addon/embedded_profile.h for the arguments. */
export interface EmbeddedProfile {
  remove(): void;
  /** Whether the realm knows another profile by its name. */
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

/** The server of native/bridge; see native/addon/bridge_server.h. */
export interface BridgeServer {
  close(): void;
  counts(): { clients: number; registrations: number };
  /** Why it has ended by itself, if it has. A record of kind `place` says when to ask. */
  whyLost(): string | undefined;
}

/** What an HRESULT cannot say: `operation` is the call that failed, where it is not the one asked for. */
export interface Explanation {
  readonly operation?: string;
  readonly text: string;
  /** Outlook answers so to every process but its own. */
  readonly isOutside?: boolean;
}

/** What an offline object did against its contract when its subscription was at its end. */
export interface Fault {
  readonly profile: string;
  readonly operation: number;
  readonly hresult: number;
}

export type Bitness = 'x86' | 'x64';
export type Machine = Bitness | 'arm64' | 'unknown';
export type RegistryRoot = 'HKCU' | 'HKLM';

export interface RegistryKey {
  /** By name; `''` is the key's own. What is neither a string nor a number comes as its bytes. */
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
  /** Empty when it may not be asked. */
  readonly path: string;
  readonly isElevated: boolean;
}

/** What the command asks of Windows; see native/addon/windows.cc. What cannot be done throws an Error. */
export interface Windows {
  readonly progId: string;
  readonly classId: string;
  readonly dllName: string;
  readonly is64Bit: boolean;
  /** What `registerAddin` writes. */
  addinValues(bitness: Bitness, dll: string): readonly AddinValue[];
  registerAddin(bitness: Bitness, dll: string): void;
  /** Whether there was anything to remove. */
  unregisterAddin(bitness: Bitness): boolean;
  /** In the view of 64 bits, unless the other one is asked for; `undefined` when there is no such key. */
  readKey(root: RegistryRoot, path: string, view?: 32 | 64): RegistryKey | undefined;
  /** Of this session. */
  processes(name: string): readonly RunningProcess[];
  machineOf(path: string): Machine;
  isElevated(): boolean;
  /** The MAPI DLLs of the Outlooks that are installed, best first. */
  outlookDlls(): readonly string[];
  isNewOutlookInstalled(): boolean;
}

/** Who is at the bridge's place: one that answers, or why nobody does. */
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
  readonly operations: readonly string[];
  readonly embeddedCalls: readonly string[];
  /** `wake` is called with the number of records in `buffer`, and only when the last ones are read. */
  attach(wake: (count: number) => void, buffer: ArrayBuffer): void;
  /** Fills the buffer again; 0 when there is nothing, and the next record will wake. */
  drain(): number;
  /** Calls `make` in no async context, neither in that of the caller. */
  outside<T>(make: () => T): T;
  keepAlive(alive: boolean): void;
  /** A new realm: what a global object keeps. What it has made ends when it is collected. */
  makeRealm(): Realm;
  /**
   * Who asks for what follows: the realm, and `XDG_RUNTIME_DIR` and `RX_OUTLOOK_PLACE`, or `''`, as they are
   * to this thread's `process.env`: the binary does not read the environment, which changes under it.
   */
  setSurroundings(folder: string, place: string, realm?: Realm): void;
  /** Waits for `flush()`, or for any other request, as `unsubscribe` does. */
  subscribe(backend: number, slot: number, generation: number, profile: string): boolean;
  unsubscribe(backend: number, slot: number, generation: number): boolean;
  flush(): void;
  /** An index of `operations`; `undefined` for a registration that has ended. */
  operationOf(backend: number, slot: number, generation: number): number | undefined;
  /** As an unsigned 32-bit count; `undefined` for a registration that has ended. */
  readingsDone(backend: number, slot: number, generation: number): number | undefined;
  open(backend: number, request: number, object: number, profile: string): boolean;
  getCapabilities(backend: number, request: number, object: number): boolean;
  getCurrentState(backend: number, request: number, object: number): boolean;
  /** `mark` is answered just before the object is asked. */
  setCurrentState(
    backend: number,
    request: number,
    mark: number,
    object: number,
    state: number,
  ): boolean;
  closeObject(backend: number, request: number, object: number): boolean;
  listProfiles(backend: number, request: number): boolean;
  /** What `listProfiles` of that request has found, once it is answered. Can be taken once. */
  takeProfiles(backend: number, request: number): readonly string[];
  /** Whether there is an Outlook behind the backend: answered 1 (S_FALSE) where only `open` will tell. */
  available(backend: number, request: number): boolean;
  /**
   * From now on a record says when a server may have come to the bridge's place, or gone from it; until
   * `unwatchPlace`. False where the system gives no watch for that.
   */
  watchPlace(): boolean;
  unwatchPlace(): void;
  /** What the backend says about the failure of that request, once. */
  explainAnswer(backend: number, request: number): Explanation | undefined;
  /** The same for a registration that has not ended. */
  explainRegistration(backend: number, slot: number, generation: number): Explanation | undefined;
  /** What a record of kind `fault` has announced: `operation` is an index of `operations`. */
  takeFaults(): readonly Fault[];
  settle(backend: number, request: number): boolean;
  fence(request: number): void;
  counts(): { received: number; merged: number; dropped: number; depth: number };
  hresultName(hresult: number): string;
  /** Milliseconds since the epoch, by the clock that notifications carry the time of; no test fakes it. */
  now(): number;
  probeBridge(): Promise<Probed>;
  /** Whether standard output is a pipe or socket whose reader has gone. */
  isOutputUnread(): boolean;
  /** Windows only. */
  readonly windows?: Windows;
  readonly BridgeServer: new (backend: string, product: string) => BridgeServer;
  /** Without a realm the profile is the process's. */
  readonly EmbeddedProfile: new (
    name: string,
    realm?: Realm,
    leader?: EmbeddedProfile,
  ) => EmbeddedProfile;
  [table: symbol]: unknown;
}
