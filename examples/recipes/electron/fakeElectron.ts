// The parts of Electron that the recipe uses, for plain Node: two ends, and messages that are copied and
// arrive later.
import { EventEmitter } from 'node:events';
import type { IpcRendererLike, WebContentsLike } from './protocol.js';

export const ipcMain = new EventEmitter();

const later = (deliver: () => void): void => void setImmediate(deliver);

/** A window, with the page that is loaded in it. */
export class FakeWindow extends EventEmitter implements WebContentsLike {
  #page = new EventEmitter();
  #isDestroyed = false;

  /** Loads a page: messages to the page before do not reach it. Returns its `ipcRenderer`. */
  load(): IpcRendererLike {
    const page = new EventEmitter();
    this.#page = page;
    return {
      on: (channel, listener) => page.on(channel, listener),
      send: (channel, ...args) => {
        const copy = structuredClone(args);
        later(() => ipcMain.emit(channel, { sender: this }, ...copy));
      },
    };
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
    const copy = structuredClone(args);
    const page = this.#page;
    later(() => page.emit(channel, {}, ...copy));
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  close(): void {
    this.#isDestroyed = true;
    this.#page = new EventEmitter();
    this.emit('destroyed');
  }
}
