import type { State } from './checks.js';
import type { ConnectionStatesSummary } from './connectionStatesSummary.js';
import { PersistentMap, Slot } from './persistentMap.js';

/** An account's state, as counted: not known at first. */
export class Counted<K> extends Slot<K> {
  state: State = 'unknown';
}

/** The states of a set of accounts, counted as they change. What it returns is never changed again. */
export class Tally<K> {
  #states: PersistentMap<K, State> = PersistentMap.of([]);
  #errors: PersistentMap<K, unknown> = PersistentMap.of([]);
  #online = 0;
  #offline = 0;
  #unknown = 0;

  add(counted: Counted<K>): void {
    this.#states = this.#states.withAt(counted, counted.state);
    this.#count(counted.state, 1);
  }

  remove({ name, state }: Counted<K>): void {
    this.#count(state, -1);
    this.#states = this.#states.without(name);
    this.#errors = this.#errors.without(name);
  }

  /** Whether that made a difference. */
  set(counted: Counted<K>, state: State): boolean {
    if (state === counted.state) return false;
    this.#count(counted.state, -1);
    this.#count(state, 1);
    counted.state = state;
    this.#states = this.#states.withAt(counted, state);
    return true;
  }

  /** Always makes a difference: the error is news though the state may have been unknown before. */
  fail(counted: Counted<K>, error: unknown): void {
    this.set(counted, 'unknown');
    this.#errors = this.#errors.with(counted.name, error);
  }

  summary(): ConnectionStatesSummary<K> {
    return Object.freeze({
      states: this.#states,
      errors: this.#errors,
      online: this.#online,
      offline: this.#offline,
      unknown: this.#unknown,
      total: this.#states.size,
      overall: this.#overall(),
    });
  }

  #overall(): ConnectionStatesSummary['overall'] {
    const total = this.#states.size;
    // First, for it is also the answer when there are no accounts.
    if (this.#unknown === total) return 'unknown';
    if (this.#online === total) return 'online';
    if (this.#offline === total) return 'offline';
    return 'partial';
  }

  // Not counts[state]: this runs at every event, and a name that varies is slow to look up.
  #count(state: State, difference: number): void {
    if (state === 'online') this.#online += difference;
    else if (state === 'offline') this.#offline += difference;
    else this.#unknown += difference;
  }
}
