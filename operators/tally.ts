import type { State } from './checks.js';
import type { ConnectionStatesSummary } from './connectionStatesSummary.js';
import { PersistentMap } from './persistentMap.js';

/** The states of a set of accounts, counted as they change. What it returns is never changed again. */
export class Tally<K> {
  #states: PersistentMap<K, State> = PersistentMap.of([]);
  #errors: PersistentMap<K, unknown> = PersistentMap.of([]);
  readonly #counts = { online: 0, offline: 0, unknown: 0 };

  /** With an account of that name whose state is not known yet. */
  add(name: K): void {
    this.#states = this.#states.with(name, 'unknown');
    this.#counts.unknown++;
  }

  remove(name: K): void {
    this.#counts[this.#states.get(name)!]--;
    this.#states = this.#states.without(name);
    this.#errors = this.#errors.without(name);
  }

  /** Whether that made a difference. */
  set(name: K, state: State): boolean {
    const previous = this.#states.get(name)!;
    if (state === previous) return false;
    this.#states = this.#states.with(name, state);
    this.#counts[previous]--;
    this.#counts[state]++;
    return true;
  }

  /** Always makes a difference: the error is news though the state may have been unknown before. */
  fail(name: K, error: unknown): void {
    this.set(name, 'unknown');
    this.#errors = this.#errors.with(name, error);
  }

  summary(): ConnectionStatesSummary<K> {
    const { online, offline, unknown } = this.#counts;
    return Object.freeze({
      states: this.#states,
      errors: this.#errors,
      online,
      offline,
      unknown,
      total: this.#states.size,
      overall: this.#overall(),
    });
  }

  #overall(): ConnectionStatesSummary['overall'] {
    const total = this.#states.size;
    // First, for it is also the answer when there are no accounts.
    if (this.#counts.unknown === total) return 'unknown';
    if (this.#counts.online === total) return 'online';
    if (this.#counts.offline === total) return 'offline';
    return 'partial';
  }
}
