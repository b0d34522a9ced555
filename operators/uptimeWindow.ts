import type { State } from './checks.js';
import { Fifo } from './fifo.js';

/**
 * How the window of {@link connectionUptime} was spent.
 *
 * @public
 */
export interface ConnectionUptime {
  /**
   * The share of the known time that was online, from 0 to 1: `online / (online + offline)`. Where no time
   * is known, what the state is now: 1 when online, 0 when offline, `undefined` when unknown.
   */
  readonly share: number | undefined;
  /** How long it was online within the window, in milliseconds. */
  readonly online: number;
  /** How long it was offline within the window, in milliseconds. */
  readonly offline: number;
  /** How long its state was unknown within the window, in milliseconds. */
  readonly unknown: number;
}

/** A time in one state that is over. */
interface Stretch {
  readonly state: State;
  from: number;
  readonly to: number;
}

/** How the last `length` milliseconds were spent, in sums that cost the same however much happened. */
export class UptimeWindow {
  readonly #length: number;
  readonly #stretches = new Fifo<Stretch>();
  /** Of the stretches that are over. */
  readonly #sums = { online: 0, offline: 0, unknown: 0 };
  #state: State = 'unknown';
  /** When it came; no state has yet. */
  #since = Infinity;
  #now = -Infinity;

  constructor(length: number) {
    this.#length = length;
  }

  /** As of the last time that was asked for: whether all of it was the state it is in now. */
  get isUniform(): boolean {
    return this.#now - this.#since >= this.#length;
  }

  /** `now` never goes back, here and below. */
  enter(state: State, now: number): void {
    this.#now = now;
    if (this.#since < this.#now) {
      this.#stretches.push({ state: this.#state, from: this.#since, to: this.#now });
      this.#sums[this.#state] += this.#now - this.#since;
    }
    this.#state = state;
    this.#since = this.#now;
    this.#forget();
  }

  at(now: number): ConnectionUptime {
    this.#now = now;
    this.#forget();
    const figures = { ...this.#sums };
    const held = Math.min(this.#now - this.#since, this.#length);
    figures[this.#state] += held;
    const known = figures.online + figures.offline;
    return { share: known > 0 ? figures.online / known : this.#momentary(), ...figures };
  }

  #momentary(): number | undefined {
    if (this.#state === 'unknown') return undefined;
    return this.#state === 'online' ? 1 : 0;
  }

  /** What has left the window, whole stretches and the part of one. */
  #forget(): void {
    const start = this.#now - this.#length;
    for (let first = this.#stretches.first; first !== undefined; first = this.#stretches.first) {
      const gone = Math.min(first.to, start) - first.from;
      if (gone <= 0) return;
      this.#sums[first.state] -= gone;
      first.from += gone;
      if (first.from < first.to) return;
      this.#stretches.shift();
    }
  }
}
