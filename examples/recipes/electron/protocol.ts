import type { ConnectionState } from 'rx-outlook/operators';

/**
 * The messages between the main process and a page are strings and numbers, which every channel can carry.
 */
export type State = ConnectionState | 'unknown';

export const channels = {
  /** A page was loaded; the watches of the page before it in the window have ended. */
  begin: 'rx-outlook:begin',
  /** Page to main: the number that the page gives it, and the account. */
  watch: 'rx-outlook:watch',
  /** Page to main: the number. */
  leave: 'rx-outlook:leave',
  /** Main to page: the number, and the state. */
  state: 'rx-outlook:state',
} as const;

/** The object that the preload script gives to the page, as `window.rxOutlook`. */
export interface ConnectionStates {
  /** Calls back with each state of an account, until the returned function is called. */
  watch(account: string, told: (state: State) => void): () => void;
}

// The parts of Electron that this uses. Electron's own objects fit (tried with the types of Electron 41),
// and so do a test's substitutes.

export interface WebContentsLike {
  send(channel: string, ...args: unknown[]): void;
  isDestroyed(): boolean;
  once(event: 'destroyed', listener: () => void): unknown;
}

export interface IpcMainLike {
  on(
    channel: string,
    listener: (event: { readonly sender: WebContentsLike }, ...args: unknown[]) => void,
  ): unknown;
}

export interface IpcRendererLike {
  send(channel: string, ...args: unknown[]): void;
  on(channel: string, listener: (event: unknown, ...args: unknown[]) => void): unknown;
}
