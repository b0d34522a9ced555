import type { Writable } from 'node:stream';
import { visibleLines } from './visible.js';

/** One line to write. */
export interface Told {
  /** The subject of the line: when too many wait, only the newest of each subject is kept. */
  readonly about: string | symbol;
  /** Formats the line; `skipped`: the number of lines with the same subject that were omitted before it. */
  line(skipped: number): string;
}

interface Kept {
  readonly told: Told;
  readonly skipped: number;
}

/** The number of lines that wait for a slow reader; beyond it only the newest of each subject is kept. */
const limit = 10_000;

/** Writes lines as fast as they are read; the number of waiting lines is bounded. */
export class Teller {
  readonly #output: Writable;
  readonly #limit: number;
  #waiting: Told[] = [];
  /** Lines that came when `#waiting` was full, in the order of their subjects' first. */
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

  /** Returns whether more can be written now. */
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

  /** Keeps the lines that could not be written, before newer ones. */
  #keep(rest: readonly Kept[]): void {
    for (const kept of rest) {
      const isFull = this.#newest.size > 0 || this.#waiting.length >= this.#limit;
      if (kept.skipped === 0 && !isFull) this.#waiting.push(kept.told);
      else this.#newest.set(kept.told.about, kept);
    }
  }
}
