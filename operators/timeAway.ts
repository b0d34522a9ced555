import type { TimestampProvider } from 'rxjs';

/**
 * The time that a source has spent in other states than the reported one, up to a limit. A return to the
 * reported state sets it back only when it has lasted for a while.
 */
export class TimeAway {
  readonly #limit: number;
  readonly #clock: TimestampProvider;
  #spent = 0;
  /** When the latest state came. */
  #since = 0;
  /** What that one was given to wait: a late timer adds no more. 0 in the reported state. */
  #wait = 0;

  constructor(limit: number, clock: TimestampProvider) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** An unreported state has come; how long it waits. `hold` is what the reported one has to last. */
  leave(delay: number, hold: number): number {
    const lasted = this.#turn();
    if (this.#wait === 0 && lasted >= hold) this.#spent = 0;
    this.#wait = Math.min(delay, this.#limit - this.#spent);
    return this.#wait;
  }

  /** The reported state has come back, or another one has become it. */
  comeBack(): void {
    this.#turn();
    this.#wait = 0;
  }

  reported(): void {
    this.comeBack();
    this.#spent = 0;
  }

  /** Counts the state before; how long it has lasted. */
  #turn(): number {
    const now = this.#clock.now();
    const lasted = now - this.#since;
    this.#since = now;
    this.#spent += Math.min(lasted, this.#wait);
    return lasted;
  }
}
