/// <reference lib="esnext.disposable" preserve="true" />
import { defer } from 'rxjs';
import { checkSource, checkState, type Source } from './arguments.js';
import { publishError } from './channels.js';
import { completedChange, unlessAborted } from './completedChange.js';
import { checkObject, invalidArgType, OfflineStateError } from './errors.js';
import { inspected, inspection, type InspectArguments } from './inspection.js';
import type { Answer } from './table.js';
import { ask, askerFor, type Asker } from './request.js';
import { checkSignal } from './signals.js';
import { nameOfState, stateBits } from './states.js';
import { described, namesOf } from './target.js';
import type { ConnectionState, SourceOptions } from './types.js';

/**
 * The states that a profile's offline object can be set to; an object may support one direction only.
 *
 * @public
 */
export interface Capabilities {
  /** Whether it can be set online. */
  readonly online: boolean;
  /** Whether it can be set offline. */
  readonly offline: boolean;
}

/**
 * Options of {@link OfflineObject.setCurrentState}.
 *
 * @public
 */
export interface SetCurrentStateOptions {
  /**
   * Resolves when the change is complete (after its `done`), not when it is accepted. Makes one
   * registration with the object for the duration of the change.
   */
  readonly wait?: boolean | undefined;
  /** Stops waiting; the change itself continues. The promise rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The offline object of a profile or account, open until `close()`. A failure at run time rejects with an
 * {@link OfflineStateError}: with the HRESULT's name, with `ERR_TIMEOUT`, or with `ERR_OFFLINE_OBJECT_CLOSED`
 * after `close()`. Wrong arguments throw a `TypeError` at the call.
 *
 * @public
 */
export interface OfflineObject {
  /** The profile it belongs to. */
  readonly profile: string;

  /** The account of the profile that it belongs to, if any. */
  readonly account?: string | undefined;

  /**
   * Asks for the states that it can be set to. Source:
   * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/imapioffline-getcapabilities | IMAPIOffline::GetCapabilities}.
   */
  capabilities(): Promise<Capabilities>;

  /**
   * Asks for the present state; `'unknown'` when that is neither online nor offline. Source:
   * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/imapioffline-getcurrentstate | IMAPIOffline::GetCurrentState}.
   */
  currentState(): Promise<ConnectionState | 'unknown'>;

  /**
   * Sets the profile online or offline. Resolves when Outlook has accepted the change, with `wait` when the
   * change is complete; the time for that has no limit: use a `signal`. Rejects with `E_PENDING` while
   * another change is under way, with `MAPI_E_NO_SUPPORT` when the object lacks the capability. Source:
   * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/imapioffline-setcurrentstate | IMAPIOffline::SetCurrentState}.
   */
  setCurrentState(state: ConnectionState, options?: SetCurrentStateOptions): Promise<void>;

  /** Releases the object, after the answers to requests under way. May be called any number of times. */
  close(): Promise<void>;

  /** The same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

interface Handle extends Asker {
  readonly number: number;
}

function release({ inbox, backend, number }: Handle): void {
  inbox.binary.closeObject(backend.index, inbox.takeNumber(), number);
}

/**
 * Releases an object that nobody closed when it is collected; the environment's end releases it in any
 * case.
 */
const collected = new FinalizationRegistry<Handle>(release);

class OpenOfflineObject implements OfflineObject {
  readonly #handle: Handle;
  readonly #source: Source;
  #closing: Promise<void> | undefined;

  constructor(handle: Handle, source: Source) {
    this.#handle = handle;
    this.#source = source;
    collected.register(this, handle, this);
  }

  get profile(): string {
    return this.#source.profile;
  }

  get account(): string | undefined {
    return this.#source.account;
  }

  async capabilities(): Promise<Capabilities> {
    const { value } = await this.#ask('GetCapabilities', ({ inbox, backend, number }, request) =>
      inbox.binary.getCapabilities(backend.index, request, number),
    );
    return {
      online: (value & stateBits.online) !== 0,
      offline: (value & stateBits.offline) !== 0,
    };
  }

  async currentState(): Promise<ConnectionState | 'unknown'> {
    const { value } = await this.#ask('GetCurrentState', ({ inbox, backend, number }, request) =>
      inbox.binary.getCurrentState(backend.index, request, number),
    );
    return nameOfState(value & 3) ?? 'unknown';
  }

  setCurrentState(state: ConnectionState, options?: SetCurrentStateOptions): Promise<void> {
    const target = checkState(state);
    const given = checkObject(options ?? {}, 'options', ['wait', 'signal']);
    const { wait = false } = given;
    if (typeof wait !== 'boolean') throw invalidArgType('options.wait', 'a boolean', wait);
    const signal = checkSignal(given.signal);
    const request = async (reached?: () => void): Promise<void> => {
      await this.#ask('SetCurrentState', ({ inbox, backend, number }, request) => {
        const mark = inbox.takeNumber();
        if (reached !== undefined) inbox.expect(mark, reached);
        let isSent = false;
        try {
          const state = stateBits[target];
          isSent = inbox.binary.setCurrentState(backend.index, request, mark, number, state);
        } finally {
          if (!isSent) inbox.forget(mark);
        }
        return isSent;
      });
    };
    if (!wait) return unlessAborted(defer(request), signal);
    const source = { ...this.#source, backend: this.#handle.backend.name };
    const change = { source, target, request, currentState: () => this.currentState() };
    return completedChange(change, signal);
  }

  close(): Promise<void> {
    if (this.#closing === undefined) {
      collected.unregister(this);
      const { inbox, backend, number } = this.#handle;
      this.#closing = ask(this.#handle, 'Release', (request) =>
        inbox.binary.closeObject(backend.index, request, number),
      ).then(() => undefined);
    }
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  [inspection](...how: InspectArguments): string {
    const { name: backend } = this.#handle.backend;
    const { profile, account } = this;
    const told = { profile, ...(account === undefined ? {} : { account }), backend };
    return inspected('OfflineObject', told, ...how);
  }

  #ask(operation: string, send: (handle: Handle, request: number) => boolean): Promise<Answer> {
    if (this.#closing !== undefined) {
      const error = new OfflineStateError(
        `${operation} on the offline object of ${described(this)} after its close(). ` +
          'Open it again with openOfflineObject.',
        { code: 'ERR_OFFLINE_OBJECT_CLOSED', operation, ...namesOf(this) },
      );
      publishError(this, error);
      return Promise.reject(error);
    }
    return ask(this.#handle, operation, (request) => send(this.#handle, request));
  }
}

/**
 * Opens the offline object of a profile, or with the option `account` of an account, to ask for its state and to set it. To follow the state use
 * {@link connectionState$}, which needs no object.
 *
 * Source:
 * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/hropenofflineobj | HrOpenOfflineObj}.
 *
 * @param profile - the MAPI profile's name, in any Unicode
 * @param options - the backend, whether a request under way keeps the process alive, and the time limit of
 *   one request in milliseconds
 * @returns a promise of the object; it rejects with the {@link OfflineStateError} that
 *   {@link connectionState$} errors with
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, at the call
 *
 * @example
 * ```ts
 * import { openOfflineObject } from 'rx-outlook';
 *
 * async function goOffline(profile: string): Promise<void> {
 *   const object = await openOfflineObject(profile);
 *   try {
 *     const { offline } = await object.capabilities();
 *     if (offline) await object.setCurrentState('offline', { wait: true });
 *   } finally {
 *     await object.close();
 *   }
 * }
 * ```
 *
 * @public
 */
export function openOfflineObject(
  profile: string,
  options?: SourceOptions,
): Promise<OfflineObject> {
  const source = checkSource(profile, options);
  return open(source);
}

async function open(source: Source): Promise<OfflineObject> {
  const asker = askerFor(source, source);
  const { inbox, backend } = asker;
  const handle: Handle = { ...asker, number: inbox.takeNumber() };
  await ask(
    handle,
    'HrOpenOfflineObj',
    (request) => {
      const { profile, account = '' } = source;
      return inbox.binary.open(backend.index, request, handle.number, profile, account);
    },
    () => {
      release(handle);
    },
  );
  return new OpenOfflineObject(handle, source);
}
