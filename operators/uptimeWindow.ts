import type { State } from './checks.js';
import { Fifo } from './fifo.js';

/**
 * The time in each state within the window of {@link connectionUptime}.
 *
 * @public
 */
export interface ConnectionUptime {
  /**
   * The online share of the known time, from 0 to 1: `online / (online + offline)`. Without known time it
   * is the present state: 1 when online, 0 when offline, `undefined` when unknown.
   */
  readonly share: number | undefined;
  /** The time online within the window, in milliseconds. */
  readonly online: number;
  /** The time offline within the window, in milliseconds. */
  readonly offline: number;
  /** The time in an unknown state within the window, in milliseconds. */
  readonly unknown: number;
}

/** A period in one state that has ended. */
interface Stretch {
  readonly state: State;
  from: number;
  readonly to: number;
}

/**
 * Sums of the last `length` milliseconds by state, at a cost that does not depend on the number of changes.
 */
export class UptimeWindow {
  readonly #length: number;
  readonly #stretches = new Fifo<Stretch>();
  /** The sums of the periods that have ended. */
  readonly #sums = { online: 0, offline: 0, unknown: 0 };
  #state: State = 'unknown';
  /** When the present state began; Infinity before the first. */
  #since = Infinity;
  #now = -Infinity;

  constructor(length: number) {
    this.#length = length;
  }

  /** Whether the whole window was in the present state, at the time of the last request. */
  get isUniform(): boolean {
    return this.#now - this.#since >= this.#length;
  }

  /** Begins a state. `now` never goes back, here and below. */
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

  /** Removes what has left the window: whole periods and a part of one. */
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
