import type { Writable } from 'node:stream';
import { visibleLines } from './visible.js';

/** One thing to be told. */
export interface Told {
  /** Of what: when too much waits, the newest of each is kept. */
  readonly about: string | symbol;
  /** As a line; `skipped` says how many of the same before it were left out. */
  line(skipped: number): string;
}

interface Kept {
  readonly told: Told;
  readonly skipped: number;
}

/** How many lines wait for a slow reader before the newest of each kind alone are kept. */
const limit = 10_000;

/** Writes lines as fast as they are read; what waits meanwhile is bounded. */
export class Teller {
  readonly #output: Writable;
  readonly #limit: number;
  #waiting: Told[] = [];
  /** What came when `#waiting` was full, in the order in which it came first. */
  readonly #newest = new Map<string | symbol, Kept>();
  #isListening = false;

  constructor(output: Writable, most = limit) {
    this.#output = output;
    this.#limit = most;
  }

  tell(told: Told): void {
    if (!this.#isListening) {
      this.#write({ told, skipped: 0 });
      return;
    }
    if (this.#waiting.length < this.#limit && this.#newest.size === 0) {
      this.#waiting.push(told);
      return;
    }
    const before = this.#newest.get(told.about);
    this.#newest.set(told.about, { told, skipped: before === undefined ? 0 : before.skipped + 1 });
  }

  /** Whether more can be written now. */
  #write({ told, skipped }: Kept): boolean {
    if (this.#output.write(`${visibleLines(told.line(skipped))}\n`)) return true;
    this.#isListening = true;
    this.#output.once('drain', this.#drained);
    return false;
  }

  readonly #drained = (): void => {
    this.#isListening = false;
    const waiting = this.#waiting.map((told): Kept => ({ told, skipped: 0 }));
    const rest = [...waiting, ...this.#newest.values()];
    this.#waiting = [];
    this.#newest.clear();
    const last = rest.findIndex((kept) => !this.#write(kept));
    if (last >= 0) this.#keep(rest.slice(last + 1));
  };

  /** Again what could not be written, before anything newer. */
  #keep(rest: readonly Kept[]): void {
    for (const kept of rest) {
      const isFull = this.#newest.size > 0 || this.#waiting.length >= this.#limit;
      if (kept.skipped === 0 && !isFull) this.#waiting.push(kept.told);
      else this.#newest.set(kept.told.about, kept);
    }
  }
}
