import type { TimestampProvider } from 'rxjs';

/**
 * Adds up the time that a source spends in other states than the reported one, up to a limit. A return to
 * the reported state resets the sum only after it has lasted for a while.
 */
export class TimeAway {
  readonly #limit: number;
  readonly #clock: TimestampProvider;
  #spent = 0;
  /** When the latest state began. */
  #since = 0;
  /** The wait of the latest state: a late timer adds no more than this. 0 in the reported state. */
  #wait = 0;

  constructor(limit: number, clock: TimestampProvider) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /**
   * Begins an unreported state, and returns its wait. `hold`: the time that the reported state must last.
   */
  leave(delay: number, hold: number): number {
    const lasted = this.#turn();
    if (this.#wait === 0 && lasted >= hold) this.#spent = 0;
    this.#wait = Math.min(delay, this.#limit - this.#spent);
    return this.#wait;
  }

  /** Begins the reported state: it has returned, or another one was reported. */
  comeBack(): void {
    this.#turn();
    this.#wait = 0;
  }

  reported(): void {
    this.comeBack();
    this.#spent = 0;
  }

  /** Counts the state before, and returns how long it lasted. */
  #turn(): number {
    const now = this.#clock.now();
    const lasted = now - this.#since;
    this.#since = now;
    this.#spent += Math.min(lasted, this.#wait);
    return lasted;
  }
}
