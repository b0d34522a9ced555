import type { Binary, Explanation } from './binary.cjs';
import { explained } from './explained.js';
import type { Receiver, Table } from './table.js';
import type { Target } from './target.js';

/** The profile, or the account of it, whose object is opened. */
export type Wanted = Target & {
  readonly profile: string;
  readonly pollInterval?: number | undefined;
  readonly timeout?: number | undefined;
};

/** The binary and the table of a lease; the inbox has both. */
export interface Lessor {
  readonly binary: Binary;
  readonly table: Table;
}

/**
 * One registration's use of a slot of the table, from its Advise to its Unadvise. The slot and its
 * generation identify the registration in the binary and in its records.
 */
export class Lease {
  readonly #lessor: Lessor;
  readonly #backend: number;
  readonly #generation: number;
  readonly slot: number;

  /** Takes a free slot for the receiver. `backend`: an index of `binary.backends`. */
  constructor(lessor: Lessor, backend: number, receiver: Receiver) {
    const { table } = lessor;
    this.#lessor = lessor;
    this.#backend = backend;
    this.slot = table.freeSlots.pop() ?? table.receivers.length;
    this.#generation = ((table.generations[this.slot] ?? 0) + 1) | 0;
    table.generations[this.slot] = this.#generation;
    table.receivers[this.slot] = receiver;
  }

  /** The receiver, until the lease has ended. */
  get receiver(): Receiver | undefined {
    const { generations, receivers } = this.#lessor.table;
    return generations[this.slot] === this.#generation ? receivers[this.slot] : undefined;
  }

  /**
   * Subscribes at the next flush. Ends the lease and returns false when the environment has closed; ends it
   * and throws what the binary throws. `listens`: to the list of the profile's accounts, too.
   */
  begin(
    { profile, account = '', pollInterval = 0, timeout = 0 }: Wanted,
    listens: boolean,
  ): boolean {
    let isBegun = false;
    try {
      const { binary } = this.#lessor;
      const { slot } = this;
      isBegun = binary.subscribe(
        this.#backend,
        slot,
        this.#generation,
        profile,
        account,
        listens,
        pollInterval,
        timeout,
      );
    } finally {
      if (!isBegun) this.#vacate();
    }
    if (isBegun) this.#lessor.table.registrations += 1;
    return isBegun;
  }

  /** The records that follow go to another receiver. */
  handTo(receiver: Receiver): void {
    this.#lessor.table.receivers[this.slot] = receiver;
  }

  /** Returns the call of the start that is under way, or was last. */
  operation(): string {
    const { binary } = this.#lessor;
    const index = binary.operationOf(this.#backend, this.slot, this.#generation);
    return binary.operations[index ?? 0]!;
  }

  /** Returns what the backend says about the registration's failure. */
  explanation(): Explanation | undefined {
    const { binary } = this.#lessor;
    return explained(() => binary.explainRegistration(this.#backend, this.slot, this.#generation));
  }

  /** Whether the reading of that number is over, as the binary knows it. */
  isReadingDone(number: number): boolean {
    const { binary } = this.#lessor;
    const done = binary.readingsDone(this.#backend, this.slot, this.#generation);
    // The count wraps at 32 bits.
    return done === undefined || ((done - number) | 0) >= 0;
  }

  /** Unsubscribes at the next flush; the receiver is not called again. */
  end(): void {
    const { binary, table } = this.#lessor;
    table.registrations -= 1;
    binary.unsubscribe(this.#backend, this.slot, this.#generation);
    this.#vacate();
  }

  #vacate(): void {
    const { table } = this.#lessor;
    table.receivers[this.slot] = undefined;
    table.freeSlots.push(this.slot);
  }
}
