import { profiles, type BackendName } from 'rx-outlook';
import type { Channel } from './channel.js';
import type { Answer, FarError, FarSide, Request } from './controlServer.js';
import type { Control } from './types.js';

/** An error of the far side, as far as it can be told here. */
function revive({ name, message, code, stack }: FarError): Error {
  const error = new Error(message);
  Object.defineProperty(error, 'name', { value: name, configurable: true });
  Object.defineProperty(error, 'stack', { value: `${stack ?? message}\n    (on the far side)` });
  return code === undefined ? error : Object.assign(error, { code });
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Every method of the far side, asked for over the channel. */
export class Remote<Methods> {
  readonly #channel: Channel;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #lost: Error | undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onMessage((message) => {
      this.#answered(message as Answer);
    });
  }

  call<Name extends keyof Methods & string>(
    method: Name,
    ...args: Methods[Name] extends (...args: infer Args) => unknown ? Args : never
  ): Methods[Name] extends (...args: never) => infer Result ? Result : never {
    type Result = Methods[Name] extends (...args: never) => infer Result ? Result : never;
    return new Promise<unknown>((resolve, reject) => {
      if (this.#lost !== undefined) {
        reject(this.#lost);
        return;
      }
      const request: Request = { id: this.#next++, method, args };
      this.#waiting.set(request.id, { resolve, reject });
      this.#channel.post(request);
    }) as Result;
  }

  /** The far side is gone: what waits for it, and whatever is asked from now on, fails. */
  lost(error: Error): void {
    this.#lost = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #answered(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(revive(answer.error));
    else waiting?.resolve(answer.value);
  }
}

/**
 * Ends when everything that this environment has asked of the backend is done, and its records have been
 * read: a listing of the profiles goes behind all of it, on the backend's one thread.
 */
export async function settleByListing(backend: BackendName): Promise<void> {
  await profiles({ backend });
}

/**
 * The control over an offline object somewhere else. `settle` ends once the backend under test has done
 * all that was asked of it: the far side cannot know what is still on its way.
 */
export function remoteControl(far: Remote<FarSide>, settle: () => Promise<void>): Control {
  return {
    setState: (...args) => far.call('setState', ...args),
    setRawState: (...args) => far.call('setRawState', ...args),
    addProfile: (...args) => far.call('addProfile', ...args),
    removeProfile: (...args) => far.call('removeProfile', ...args),
    addAccount: (...args) => far.call('addAccount', ...args),
    renameAccount: (...args) => far.call('renameAccount', ...args),
    removeAccount: (...args) => far.call('removeAccount', ...args),
    failNext: (...args) => far.call('failNext', ...args),
    notifyRaw: (...args) => far.call('notifyRaw', ...args),
    duringAdvise: (...args) => far.call('duringAdvise', ...args),
    duringUnadvise: (...args) => far.call('duringUnadvise', ...args),
    counters: (...args) => far.call('counters', ...args),
    settled: async () => {
      await settle();
      await far.call('settled');
    },
    flood: async (...args) => {
      const flood = await far.call('startFlood', ...args);
      return {
        get done() {
          return far.call('floodDone', flood);
        },
        stop: () => far.call('stopFlood', flood),
      };
    },
    holdNext: async (...args) => {
      const hold = await far.call('planHold', ...args);
      return {
        get entered() {
          return far.call('holdEntered', hold);
        },
        release: () => far.call('releaseHold', hold),
      };
    },
  };
}
