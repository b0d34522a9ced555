import type { ConnectionState } from 'rx-outlook/operators';

/** What goes between the main process and a page: strings and numbers, which every channel can carry. */
export type State = ConnectionState | 'unknown';

export const channels = {
  /** A page has been loaded; what the one before it in the window watched is over. */
  begin: 'rx-outlook:begin',
  /** Page to main: the number that the page gives it, and the account. */
  watch: 'rx-outlook:watch',
  /** Page to main: the number. */
  leave: 'rx-outlook:leave',
  /** Main to page: the number, and the state. */
  state: 'rx-outlook:state',
} as const;

/** What the preload script gives to the page, as `window.rxOutlook`. */
export interface ConnectionStates {
  /** Calls back with each state of an account, until the function that it returns is called. */
  watch(account: string, told: (state: State) => void): () => void;
}

// The parts of Electron that this takes. Its own objects fit (tried with the types of Electron 41), and so does
// what a test puts in their place.

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
