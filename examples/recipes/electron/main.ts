// In the main process: serveConnectionStates(ipcMain, accounts), once, before the first window is made.
import { of, type Observable, type Subscription } from 'rxjs';
import { channels, type IpcMainLike, type State, type WebContentsLike } from './protocol.js';

/**
 * Lets pages watch these accounts only. Subscribes to an account's stream once for each page that watches
 * it: share the stream. Streams that never error are best, such as `connectionStatus$`.
 */
export function serveConnectionStates(
  ipcMain: IpcMainLike,
  accounts: ReadonlyMap<string, Observable<State>>,
): void {
  const pages = new WeakMap<WebContentsLike, Page>();

  ipcMain.on(channels.begin, ({ sender }) => {
    const page = pages.get(sender);
    if (page === undefined) sender.once('destroyed', () => pages.get(sender)?.end());
    else page.end();
    pages.set(sender, new Page(sender));
  });
  ipcMain.on(channels.watch, ({ sender }, id, account) => {
    // A page may ask for any account; an account that it may not watch, or that does not exist, is unknown.
    const state$ = accounts.get(String(account)) ?? of<State>('unknown');
    pages.get(sender)?.watch(Number(id), state$);
  });
  ipcMain.on(channels.leave, ({ sender }, id) => {
    pages.get(sender)?.leave(Number(id));
  });
}

/** One page, from its loading until another page replaces it or its window is closed. */
class Page {
  readonly #contents: WebContentsLike;
  readonly #watched = new Map<number, Subscription>();

  constructor(contents: WebContentsLike) {
    this.#contents = contents;
  }

  watch(id: number, state$: Observable<State>): void {
    this.leave(id);
    this.#watched.set(
      id,
      state$.subscribe((state) => {
        if (!this.#contents.isDestroyed()) this.#contents.send(channels.state, id, state);
      }),
    );
  }

  leave(id: number): void {
    this.#watched.get(id)?.unsubscribe();
    this.#watched.delete(id);
  }

  end(): void {
    for (const id of [...this.#watched.keys()]) this.leave(id);
  }
}
