import { received, shortened } from './received.js';

const brand: unique symbol = Symbol.for('rx-outlook.OfflineStateError') as never;

/**
 * The details of an {@link OfflineStateError}, besides its message.
 *
 * @public
 */
export interface OfflineStateErrorDetails {
  /** A stable name: an HRESULT's (`MAPI_E_NOT_FOUND`) or this package's (`ERR_TIMEOUT`). */
  readonly code: string;
  /** The call that failed, by its documented name (`Advise`) or this package's (`load`). */
  readonly operation: string;
  /** The HRESULT as an unsigned 32-bit number, when there is one. */
  readonly hresult?: number | undefined;
  /** The profile that the call concerned, if any. */
  readonly profile?: string | undefined;
  /** The account of the profile that the call concerned, if any. */
  readonly account?: string | undefined;
  /** The error that caused this one, if any. */
  readonly cause?: unknown;
}

/**
 * Every failure at run time, with a stable `code` to decide by and a message that says what happened, to
 * what, and what to do next.
 *
 * `instanceof` recognises errors of any copy of this package in the process: its ESM and CommonJS
 * faces, and copies that a package manager did not deduplicate.
 *
 * Codes of this package:
 *
 * - `ERR_OUTLOOK_NOT_RUNNING`: no Outlook answers over the bridge. Remedy: start Outlook with the add-in,
 *   or on other systems run `npx rx-outlook host`.
 * - `ERR_OUTLOOK_NOT_INSTALLED`: this machine has no Outlook. Remedy: install classic Outlook.
 * - `ERR_OUTLOOK_NEW_ONLY`: this machine has only new Outlook, which has no MAPI. Remedy: install classic
 *   Outlook, or switch back to it.
 * - `ERR_OUTLOOK_OTHER_BITNESS`: Outlook's MAPI DLL is made for another kind of processor than this process
 *   (32 bits and 64, or Intel and Arm). Remedy: use the bridge, or a Node.js or Electron of Outlook's kind.
 * - `ERR_OUTLOOK_ELEVATED`: Outlook or this program runs as an administrator, and the other does not, or an
 *   Outlook that runs as an administrator does not load the add-in. Remedy: start both as a normal user.
 * - `ERR_OUTLOOK_NOT_REACHABLE`: Outlook runs, but is not in the table of running objects (`'automation'`).
 *   Remedy: open a window of Outlook, or restart Outlook.
 * - `ERR_OUTLOOK_NOT_ANSWERING`: Outlook does not answer the backend `'automation'`. Remedy: close the
 *   dialog in which Outlook waits, or wait until Outlook responds.
 * - `ERR_ADDIN_MISSING`: Outlook runs without the add-in. Remedy: run `npx rx-outlook addin install`, then
 *   restart Outlook.
 * - `ERR_ADDIN_DISABLED`: the add-in is installed, but Outlook or a policy does not load it. Remedy: run
 *   `npx rx-outlook addin status`, which names the cause.
 * - `ERR_MAPI_LOAD_FAILED`: Outlook's MAPI DLL exists, but does not load; the message has the system's
 *   reason. Remedy: repair the installation of Office.
 * - `ERR_MAPI_FUNCTION_MISSING`: Outlook's MAPI DLL lacks a function of the Offline State API. Remedy:
 *   update or repair Office; the API needs Outlook 2007 or later.
 * - `ERR_BRIDGE_NOT_ANSWERING`: the bridge's server does not respond. Remedy: restart Outlook if it does
 *   not respond either.
 * - `ERR_BRIDGE_NOT_TRUSTED`: other users can access the server's place. Remedy: make the folder in the
 *   message accessible to this user alone.
 * - `ERR_BRIDGE_PROTOCOL`: the server has another version of the bridge's protocol. Remedy: use the same
 *   version of this package in the program and in the add-in.
 * - `ERR_BRIDGE_LIMIT`: this process uses as much as the server allows. Remedy: end subscriptions, or share
 *   one with `shareConnectionState`.
 * - `ERR_BRIDGE_NO_PLACE`: no server can be at the bridge's place: its folder is missing or read-only, the
 *   path is too long, or `RX_OUTLOOK_PLACE` is not a valid name. Remedy: set `XDG_RUNTIME_DIR` to a
 *   writable folder with a short path, and correct or unset `RX_OUTLOOK_PLACE`.
 * - `ERR_BRIDGE_FAILED`: the connection failed for a reason without a code; the message has the system's
 *   text. Remedy: try again; `connectionStatus$` does so by itself.
 * - `ERR_BRIDGE_PLACE_LOST`: a host lost its place and ended. Remedy: start the host again, and find out
 *   what removed its socket.
 * - `ERR_BACKEND_UNAVAILABLE`: this build lacks the requested backend, or `'auto'` found no backend with an
 *   Outlook. Remedy: choose another backend, or see the `cause`.
 * - `ERR_BINARY_NOT_FOUND`: there is no native binary for this platform, or a bundle lacks it. Remedy: copy
 *   the binary beside the bundle, or name it by `setBinary`; see docs/bundlers.md.
 * - `ERR_BINARY_LOADED`: `setBinary` was called after another binary was loaded. Remedy: call it before the
 *   first use of the package.
 * - `ERR_BINARY_LOAD_FAILED`: the native binary does not load; the loader's error is the `cause`. Remedy:
 *   install the package again on this machine, and see the `cause`.
 * - `ERR_ACCOUNTS_UNAVAILABLE`: the backend has no accounts, or the bridge's server is too old for them.
 *   Remedy: update the add-in, or omit the option `account`.
 * - `ERR_ACCOUNT_NOT_FOUND`: the profile has no account of that name. Remedy: compare the name with those
 *   that `accounts$` emits.
 * - `ERR_TIMEOUT`: the backend did not answer within `timeout` milliseconds, or `waitForOnline` received no
 *   `'online'` within its own `timeout`. Remedy: try again, or raise the option `timeout`.
 * - `ERR_OFFLINE_OBJECT_GONE`: the offline object went away during its use: the profile or account was
 *   removed, or Outlook ended. Remedy: subscribe again; `connectionStatus$` does so by itself.
 * - `ERR_OFFLINE_OBJECT_CLOSED`: an `OfflineObject` was used after `close()`. Remedy: open another one.
 * - `ERR_ENVIRONMENT_CLOSED`: the process or worker is ending. Remedy: nothing: start no call while the
 *   process ends.
 * - `ERR_OUT_OF_RESOURCES`: a call could not be started: no thread, memory or file descriptor; the system's
 *   error is the `cause`, or in the message. Remedy: end what the process does not need, then try again.
 * - `ERR_PROFILE_NAME`: `profiles` omitted a name that no call accepts; on the diagnostics channel only.
 *   Remedy: rename the profile.
 * - `ERR_ACCOUNT_NAME`: `accounts$` omitted a name that no call accepts; on the diagnostics channel only.
 *   Remedy: rename the account.
 * - `ERR_BUFFER_OVERFLOW`: more values arrived than `bufferWhileOffline` or `toAsyncIterable` may hold.
 *   Remedy: raise the limit, or choose another `overflow`.
 * - `ERR_STATES_ENDED`: an operator waits for `'online'` on a stream that has ended. Remedy: pass a stream
 *   that does not complete, such as `connectionStatus$`.
 *
 * Every other code is the name of the HRESULT that the call returned. Those with a known remedy:
 *
 * - `MAPI_E_NOT_FOUND`: the backend has no profile of that name, or Outlook's DLL does not answer outside
 *   Outlook. Remedy: compare the name with those that `profiles` returns, or use the bridge.
 * - `MAPI_E_NO_SUPPORT`: this profile cannot be set to that state. Remedy: see the states that
 *   `capabilities()` returns.
 * - `MAPI_E_NOT_INITIALIZED`: MAPI is not initialized, as while Outlook closes. Remedy: subscribe again
 *   later.
 * - `E_PENDING`: another change of this profile is under way. Remedy: try again after
 *   `connectionStateChange$` has emitted `'done'`.
 * - `E_OUTOFMEMORY`: Outlook or the process is out of memory. Remedy: end what the process does not need,
 *   then try again.
 * - `E_NOTIMPL`: the backend lacks this call. Remedy: use the bridge.
 *
 * Wrong arguments throw a `TypeError` at the call, with one of these codes:
 *
 * - `ERR_INVALID_ARG_TYPE`: an argument is of the wrong type. Remedy: pass the type that the message names.
 * - `ERR_INVALID_ARG_VALUE`: an argument has a value that is not allowed. Remedy: pass a value as the
 *   message says.
 *
 * @example
 * ```ts
 * import { connectionState$, OfflineStateError } from 'rx-outlook';
 *
 * connectionState$('Work', { backend: 'embedded' }).subscribe({
 *   error: (error: unknown) => {
 *     if (error instanceof OfflineStateError && error.code === 'MAPI_E_NOT_FOUND') {
 *       console.log(`no such profile: ${error.profile ?? ''}`);
 *     }
 *   },
 * });
 * ```
 *
 * @public
 */
export class OfflineStateError extends Error {
  /** Recognises errors of other copies of this package. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this === OfflineStateError) {
      return typeof value === 'object' && value !== null && brand in value;
    }
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }

  /** A stable name to decide by. */
  readonly code: string;
  /** The call that failed. */
  readonly operation: string;
  /** The HRESULT as an unsigned 32-bit number, when there is one. */
  declare readonly hresult?: number;
  /** The profile that the call concerned, if any. */
  declare readonly profile?: string;
  /** The account of the profile that the call concerned, if any. */
  declare readonly account?: string;

  /**
   * @param message - what happened, on what, and what to do next
   * @param details - the other properties: {@link OfflineStateErrorDetails}
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`
   */
  constructor(message: string, details: OfflineStateErrorDetails) {
    const { code, operation, hresult, profile, account, cause } = checkObject(details, 'details', [
      'code',
      'operation',
      'hresult',
      'profile',
      'account',
      'cause',
    ]);
    super(checkText(message, 'message'), cause === undefined ? undefined : { cause });
    this.code = checkText(code, 'details.code');
    this.operation = checkText(operation, 'details.operation');
    if (hresult !== undefined) this.hresult = checkHresult(hresult);
    if (profile !== undefined) this.profile = checkText(profile, 'details.profile');
    if (account !== undefined) this.account = checkText(account, 'details.account');
    Object.defineProperty(this, brand, { value: true });
  }

  /**
   * Returns what `JSON.stringify` and loggers keep: everything except the stack; of the cause its name, code and
   * message. The result survives `postMessage`, which drops an error's own properties;
   * `new OfflineStateError(json.message, json)` makes an error of it again.
   */
  toJSON(): OfflineStateErrorDetails & { readonly name: string; readonly message: string } {
    const { name, code, operation, hresult, profile, account, message, cause } = this;
    return {
      name,
      code,
      operation,
      ...(hresult === undefined ? {} : { hresult }),
      ...(profile === undefined ? {} : { profile }),
      ...(account === undefined ? {} : { account }),
      message,
      ...(cause === undefined ? {} : { cause: isError(cause) ? told(cause) : cause }),
    };
  }

  static {
    Object.defineProperty(this.prototype, 'name', {
      value: 'OfflineStateError',
      configurable: true,
    });
  }
}

/** Whether the value is an error, also one of another realm, such as a test file's. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** Returns the short form of an error: name, code and message. */
function told({ name, code, message }: Error & { readonly code?: unknown }): object {
  return { name, ...(code === undefined ? {} : { code }), message };
}

function checkText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalidArgType(name, 'a string', value);
  return value;
}

function checkHresult(hresult: unknown): number {
  if (typeof hresult !== 'number') throw invalidArgType('details.hresult', 'a number', hresult);
  if (hresult !== hresult >>> 0) {
    throw invalidArgValue('details.hresult', 'must be an unsigned 32-bit integer', hresult);
  }
  return hresult;
}

/** Makes a `TypeError` with one of Node's codes, for arguments that are wrong at any time. */
function argumentError(code: string, message: string): TypeError {
  const error = new TypeError(message);
  Object.defineProperty(error, 'code', { value: code, enumerable: true });
  return error;
}

/** @internal */
export function invalidArgType(name: string, expected: string, value: unknown): TypeError {
  return argumentError(
    'ERR_INVALID_ARG_TYPE',
    `The "${shortened(name)}" argument must be ${expected}. Received ${received(value)}`,
  );
}

/** @internal */
export function invalidArgValue(name: string, reason: string, value: unknown): TypeError {
  return argumentError(
    'ERR_INVALID_ARG_VALUE',
    `The "${shortened(name)}" argument ${reason}. Received ${received(value)}`,
  );
}

/**
 * Returns those properties of an object, each read once. Ignores properties of `Object.prototype`, which no
 * caller has passed: polluting it chooses no backend and sets no time limit. Properties of a class count.
 *
 * @internal
 */
export function checkObject<Name extends string>(
  value: unknown,
  name: string,
  properties: readonly Name[],
): Readonly<Record<Name, unknown>> {
  if (typeof value !== 'object' || value === null) throw invalidArgType(name, 'an object', value);
  const object = value as Readonly<Record<Name, unknown>>;
  const isPassed = (property: Name): boolean =>
    !(property in Object.prototype) || Object.hasOwn(object, property);
  const entries = properties.map((property) => [
    property,
    isPassed(property) ? object[property] : undefined,
  ]);
  return Object.fromEntries(entries) as Record<Name, unknown>;
}
