const brand: unique symbol = Symbol.for('rx-outlook.OfflineStateError') as never;

/**
 * What an {@link OfflineStateError} is made of, next to its message.
 *
 * @public
 */
export interface OfflineStateErrorDetails {
  /** A stable name: an HRESULT's (`MAPI_E_NOT_FOUND`) or one of ours (`ERR_TIMEOUT`). */
  readonly code: string;
  /** The call that failed, by its documented name (`Advise`) or ours (`load`). */
  readonly operation: string;
  /** The HRESULT as an unsigned 32-bit number, when there is one. */
  readonly hresult?: number | undefined;
  /** The profile it was about, when it was about one. */
  readonly profile?: string | undefined;
  /** What caused it, when something else did. */
  readonly cause?: unknown;
}

/**
 * Everything that fails at run time, with a stable `code` to decide by and a message that says what
 * happened, on what, and what to do next.
 *
 * `instanceof` recognises errors of any copy of this package in the process: its ESM and CommonJS
 * faces, and copies that a package manager did not deduplicate.
 *
 * Codes of ours:
 *
 * - `ERR_BACKEND_UNAVAILABLE`: the backend asked for is not part of this build, or `'auto'` found no
 *   way to an Outlook;
 * - `ERR_BINARY_NOT_FOUND`, `ERR_BINARY_LOAD_FAILED`: there is no native binary for this platform, or
 *   there is one that does not load (its own error is the `cause`);
 * - `ERR_OUTLOOK_NOT_INSTALLED`: there is no Outlook on this machine; `ERR_OUTLOOK_NEW_ONLY`: there is, but
 *   only new Outlook, which has no MAPI; `ERR_OUTLOOK_OTHER_BITNESS`: its MAPI DLL is made for another
 *   kind of processor than this process (32 bits and 64, or Intel and Arm);
 * - `ERR_MAPI_LOAD_FAILED`, `ERR_MAPI_FUNCTION_MISSING`: Outlook's MAPI DLL was found, but does not load (the
 *   message has the system's reason), or lacks a function of the Offline State API;
 * - `ERR_OUTLOOK_NOT_RUNNING`: no Outlook answers over the bridge; `ERR_BRIDGE_NOT_TRUSTED`: what is in its place is
 *   not private to this user; `ERR_BRIDGE_NOT_ANSWERING`: it gives no sign of life; `ERR_BRIDGE_PROTOCOL`: it speaks
 *   another version; `ERR_BRIDGE_LIMIT`: this process holds as much as one may;
 * - `ERR_BRIDGE_NO_PLACE`: no server can be at the bridge's place (the folder around it is missing or read-only,
 *   the path too long, or `RX_OUTLOOK_PLACE` no name); `ERR_BRIDGE_FAILED`: the way there failed for a reason without a code, and the message
 *   has the system's; `ERR_BRIDGE_PLACE_LOST`: a host has lost its place and ended;
 * - `ERR_ADDIN_MISSING`: Outlook is there, and no add-in of ours in it; `ERR_ADDIN_DISABLED`: there is one, and
 *   Outlook or a policy does not load it; `ERR_OUTLOOK_ELEVATED`: Outlook runs as an administrator, and loads none;
 * - `ERR_TIMEOUT`: the backend did not answer within `timeout` milliseconds, or `waitForOnline` saw no `'online'`
 *   within its own;
 * - `ERR_OFFLINE_OBJECT_GONE`: the offline object went away while it was in use;
 * - `ERR_OFFLINE_OBJECT_CLOSED`: an `OfflineObject` was used after `close()`;
 * - `ERR_ENVIRONMENT_CLOSED`: the process or worker is ending;
 * - `ERR_OUT_OF_RESOURCES`: a call could not be started, for want of a thread, of memory or of a file descriptor
 *   (the system's own error is the `cause`, or in the message);
 * - `ERR_PROFILE_NAME`: `profiles` has left out a name that no call takes; on the diagnostics channel alone;
 * - `ERR_BUFFER_OVERFLOW`: there is more to hold than `bufferWhileOffline` or `toAsyncIterable` may;
 * - `ERR_STATES_ENDED`: an operator waits for `'online'` on a stream that has ended.
 *
 * Every other code is the name of the HRESULT that the call answered with.
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
  /** Recognises itself across copies of this package. */
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
  /** The profile it was about, when it was about one. */
  declare readonly profile?: string;

  /**
   * @param message - what happened, on what, and what to do next
   * @param details - the rest, see {@link OfflineStateErrorDetails}
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`
   */
  constructor(message: string, details: OfflineStateErrorDetails) {
    const { code, operation, hresult, profile, cause } = checkObject(details, 'details', [
      'code',
      'operation',
      'hresult',
      'profile',
      'cause',
    ]);
    super(checkText(message, 'message'), cause === undefined ? undefined : { cause });
    this.code = checkText(code, 'details.code');
    this.operation = checkText(operation, 'details.operation');
    if (hresult !== undefined) this.hresult = checkHresult(hresult);
    if (profile !== undefined) this.profile = checkText(profile, 'details.profile');
    Object.defineProperty(this, brand, { value: true });
  }

  /**
   * What `JSON.stringify` and a logger keep of it: all but its stack; of its cause the name, code and message. It
   * survives `postMessage`, which an error's own properties do not, and
   * `new OfflineStateError(json.message, json)` makes an error of it again.
   */
  toJSON(): OfflineStateErrorDetails & { readonly name: string; readonly message: string } {
    const { name, code, operation, hresult, profile, message, cause } = this;
    return {
      name,
      code,
      operation,
      ...(hresult === undefined ? {} : { hresult }),
      ...(profile === undefined ? {} : { profile }),
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

/** Whether it is an error, also one of another realm, such as that of a test file. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** Of an error, what there is to tell in a line. */
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

/** A `TypeError` with one of Node's codes, for arguments that are wrong whatever the world is like. */
function argumentError(code: string, message: string): TypeError {
  const error = new TypeError(message);
  Object.defineProperty(error, 'code', { value: code, enumerable: true });
  return error;
}

/** A message stays one that can be read, whatever was passed. */
const longest = 40;

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** What a message says was received: short, and never running code of the value's. */
function received(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > longest
        ? `a string of ${String(value.length)} characters`
        : JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return isArray(value) ? 'an array' : 'an object';
    case 'function':
      return 'a function';
    case 'undefined':
      return 'undefined';
    case 'bigint':
      // Its digits are not even made when there are many.
      return BigInt.asIntN(64, value) === value
        ? `type bigint (${String(value)})`
        : 'type bigint (of more than 64 bits)';
    default:
      return `type ${typeof value} (${shortened(String(value))})`;
  }
}

/** A proxy that was revoked throws when it is asked. */
function isArray(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
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
 * Those properties of an object, each read once. What every object has from `Object.prototype` nobody has passed:
 * whoever pollutes that chooses no backend and sets no time limit. What comes from a class counts.
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
