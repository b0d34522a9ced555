import type { State } from './checks.js';
import type { ConnectionStatesSummary } from './connectionStatesSummary.js';

function refuse(): never {
  throw new TypeError('A summary cannot be changed');
}

const readOnly: PropertyDescriptorMap = {
  set: { value: refuse },
  delete: { value: refuse },
  clear: { value: refuse },
};

/** A copy that keeps its content: a summary may be shared by subscribers that do not know each other. */
function frozenCopy<K, V>(entries: Iterable<readonly [K, V]>): ReadonlyMap<K, V> {
  return Object.freeze(Object.defineProperties(new Map(entries), readOnly));
}

/** The states of a fixed set of accounts, counted as they change. */
export class Tally<K> {
  readonly #states = new Map<K, State>();
  readonly #counts = { online: 0, offline: 0, unknown: 0 };
  #errors = frozenCopy<K, unknown>([]);

  constructor(names: Iterable<K>) {
    for (const name of names) this.set(name, 'unknown');
  }

  /** Whether that made a difference. */
  set(name: K, state: State): boolean {
    const previous = this.#states.get(name);
    if (state === previous) return false;
    this.#states.set(name, state);
    if (previous !== undefined) this.#counts[previous]--;
    this.#counts[state]++;
    return true;
  }

  /** Always makes a difference: the error is news though the state may have been unknown before. */
  fail(name: K, error: unknown): true {
    this.set(name, 'unknown');
    this.#errors = frozenCopy([...this.#errors, [name, error]]);
    return true;
  }

  summary(): ConnectionStatesSummary<K> {
    return Object.freeze({
      states: frozenCopy(this.#states),
      errors: this.#errors,
      ...this.#counts,
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
