import { deadline } from './deadline.js';
import type { Inbox } from './inbox.js';
import { elapsed } from './ownTime.js';

/**
 * Limits the time of a registration's re-readings, which a flood from several threads causes in great
 * numbers. So the first one arms the only timer; when it is due, the binary says whether that reading is
 * over.
 */
export class ReadingLimit {
  readonly #inbox: Inbox;
  readonly #timeout: number;
  readonly #isDone: (number: number) => boolean;
  readonly #expired: () => void;
  /** The last two readings announced: at most two are open, one under way and one due. */
  #older = { number: 0, at: 0 };
  #newer = { number: 0, at: 0 };
  #cancel: (() => void) | undefined;

  constructor(
    inbox: Inbox,
    timeout: number,
    isDone: (number: number) => boolean,
    expired: () => void,
  ) {
    this.#inbox = inbox;
    this.#timeout = timeout;
    this.#isDone = isDone;
    this.#expired = expired;
  }

  /** Starts the time limit of that reading. */
  due(number: number): void {
    this.#older = this.#newer;
    this.#newer = { number, at: elapsed() };
    if (this.#cancel === undefined) this.#watch(number, this.#timeout);
  }

  cancel(): void {
    this.#cancel?.();
  }

  #watch(number: number, patience: number): void {
    this.#cancel = deadline(this.#inbox, patience, () => {
      this.#cancel = undefined;
      if (!this.#isDone(number)) {
        this.#expired();
        return;
      }
      const open = [this.#older, this.#newer].find((reading) => !this.#isDone(reading.number));
      if (open === undefined) return;
      this.#watch(open.number, Math.max(open.at + this.#timeout - elapsed(), 1));
    });
  }
}
