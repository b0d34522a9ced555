import type { State } from './checks.js';
import type { ConnectionStatesSummary } from './connectionStatesSummary.js';
import { PersistentMap, Slot } from './persistentMap.js';

/** The state of an account that is counted; unknown at first. */
export class Counted<K> extends Slot<K> {
  state: State = 'unknown';
  hasFailed = false;
}

/** Counts the states of a set of accounts as they change. Its summaries are immutable. */
export class Tally<K, O> {
  readonly #policy: (accounts: ConnectionStatesSummary<K>) => O;
  #states: PersistentMap<K, State> = PersistentMap.of([]);
  #errors: PersistentMap<K, unknown> = PersistentMap.of([]);
  #online = 0;
  #offline = 0;
  #unknown = 0;

  constructor(policy: (accounts: ConnectionStatesSummary<K>) => O) {
    this.#policy = policy;
  }

  /** `error`: the one of its last failure, where it has failed before. */
  add(counted: Counted<K>, error?: unknown): void {
    this.#states = this.#states.withAt(counted, counted.state);
    if (counted.hasFailed) this.#errors = this.#errors.with(counted.name, error);
    this.#count(counted.state, 1);
  }

  /** Returns the error of its last failure, if it has failed. */
  remove({ name, state }: Counted<K>): unknown {
    const error = this.#errors.get(name);
    this.#count(state, -1);
    this.#states = this.#states.without(name);
    this.#errors = this.#errors.without(name);
    return error;
  }

  /** Returns whether the state changed anything. */
  set(counted: Counted<K>, state: State): boolean {
    if (counted.hasFailed) this.#recover(counted);
    else if (state === counted.state) return false;
    this.#set(counted, state);
    return true;
  }

  /** Returns whether the failure changed anything: an error does, even if the state was unknown before. */
  fail(counted: Counted<K>, error: unknown): boolean {
    if (counted.hasFailed && this.#errors.get(counted.name) === error) return false;
    counted.hasFailed = true;
    this.#set(counted, 'unknown');
    this.#errors = this.#errors.with(counted.name, error);
    return true;
  }

  summary(changed: K | undefined): ConnectionStatesSummary<K, O> {
    const summary = {
      states: this.#states,
      errors: this.#errors,
      online: this.#online,
      offline: this.#offline,
      unknown: this.#unknown,
      total: this.#states.size,
      changed,
      overall: undefined as never,
    };
    summary.overall = this.#policy(summary) as never;
    return Object.freeze(summary);
  }

  #set(counted: Counted<K>, state: State): void {
    this.#count(counted.state, -1);
    this.#count(state, 1);
    counted.state = state;
    this.#states = this.#states.withAt(counted, state);
  }

  #recover(counted: Counted<K>): void {
    counted.hasFailed = false;
    this.#errors = this.#errors.without(counted.name);
  }

  // Not counts[state]: this runs at every event, and a variable name is slow to look up.
  #count(state: State, difference: number): void {
    if (state === 'online') this.#online += difference;
    else if (state === 'offline') this.#offline += difference;
    else this.#unknown += difference;
  }
}
