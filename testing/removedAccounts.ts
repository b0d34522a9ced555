import type { EmbeddedProfile } from '../lib/binary.cjs';
import { addCounters, noCounters } from './counters.js';
import type { Counters } from './types.js';

/** As many can still be asked for by name. */
const mostByName = 100;
/** A sweep at each removal would cost as many looks as there are accounts. */
const leastSwept = 32;

/** The removed accounts of one profile, for their counters; bounded, however many come and go. */
export class RemovedAccounts {
  /** By the last of their names, the oldest first. */
  readonly #byName = new Map<string, EmbeddedProfile>();
  /** Accounts without a name here; those that no client uses leave at the next sweep. */
  #used: EmbeddedProfile[] = [];
  #sweptAt = leastSwept;
  /** The counts of all others. */
  #past = noCounters;

  add(name: string, account: EmbeddedProfile): void {
    this.forget(name);
    this.#byName.set(name, account);
    if (this.#byName.size <= mostByName) return;
    const [oldest] = this.#byName.keys();
    this.forget(oldest!);
  }

  get(name: string): EmbeddedProfile | undefined {
    return this.#byName.get(name);
  }

  /** The name is another account's, or too long ago. */
  forget(name: string): void {
    const account = this.#byName.get(name);
    if (account === undefined) return;
    this.#byName.delete(name);
    this.#used.push(account);
    if (this.#used.length >= this.#sweptAt) this.#sweep();
  }

  #sweep(): void {
    this.#used = this.#used.filter((one) => {
      const counters = one.counters();
      const isUsed = counters.registrations > 0 || counters.references > 0;
      if (!isUsed) this.#past = addCounters(this.#past, counters);
      return isUsed;
    });
    this.#sweptAt = 2 * this.#used.length + leastSwept;
  }

  counters(): Counters {
    return [...this.#byName.values(), ...this.#used]
      .map((one): Counters => one.counters())
      .reduce(addCounters, this.#past);
  }
}
