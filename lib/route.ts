import type { Subscription } from 'rxjs';
import type { Backend } from './backend.js';
import { environmentClosed, notStarted } from './failures.js';
import type { Inbox } from './inbox.js';
import type { Lease } from './lease.js';
import { disconnected } from './reasons.js';
import type { Receiver } from './table.js';
import { betterLease$, nextLease$, type Movable, type Taken } from './takeover.js';
import type { AnsweringBackend } from './types.js';
import { answeringBackend, betterBackend, hasFallback } from './ways.js';

/** A registration, as its route calls it. */
export interface Routed extends Receiver {
  /** The next state is from another lease, over another way; the one before gets its Unadvise. */
  rerouted(state: number): void;
}

/**
 * The lease of one registration, and with `'auto'` the change to a lease over another way: to a better way
 * that appears, and from a way that was lost.
 */
export class Route implements Movable {
  #lease: Lease | undefined;
  #answeredBy: AnsweringBackend | undefined;
  /** The wait for another lease. */
  #moving: Subscription | undefined;

  /** `listens`: to the list of the profile's accounts, too. */
  constructor(
    readonly inbox: Inbox,
    readonly backend: Backend,
    readonly source: Movable['source'],
    readonly listens: boolean,
    readonly routed: Routed,
  ) {}

  /** Takes the first lease; throws where none begins. */
  begin(): void {
    const { inbox, backend, source, listens, routed } = this;
    try {
      this.#lease = inbox.register(backend.index, source, routed, listens);
    } catch (cause) {
      throw notStarted('Advise', cause, source);
    }
    if (this.#lease === undefined) throw environmentClosed('Advise', source);
  }

  /** The present lease; `undefined` after the loss of one, until there is another. */
  get lease(): Lease | undefined {
    return this.#lease;
  }

  /** The backend that answers now; `undefined` before the snapshot. */
  get answeredBy(): AnsweringBackend | undefined {
    return this.#answeredBy;
  }

  /** The lease has its snapshot, from the way of that number. `isLost`: after the loss of another way. */
  answered(way: number, isLost = false): void {
    const { inbox, backend } = this;
    this.#count(-1);
    this.#answeredBy = answeringBackend(inbox.binary, backend, way);
    this.#count(1);
    const better = betterBackend(inbox.binary, backend, this.#answeredBy);
    if (better === undefined) return;
    this.#moving = betterLease$(this, better, isLost).subscribe((taken) => {
      this.#take(taken);
    });
  }

  /** Whether the loss of the present lease begins the wait for another one. */
  isMovedBy(hresult: number): boolean {
    const { inbox, backend } = this;
    const isLost = hresult >>> 0 === disconnected; // a record's HRESULT is signed
    return isLost && hasFallback(inbox.binary, backend, this.#answeredBy);
  }

  /** The present lease was lost: takes another one, or calls `failed`. */
  move(failed: () => void): void {
    this.#endLease();
    this.#moving = nextLease$(this).subscribe({
      next: (taken) => {
        this.#take(taken, true);
      },
      error: failed,
    });
  }

  end(): void {
    this.#moving?.unsubscribe();
    this.#count(-1);
    this.#answeredBy = undefined;
    this.#endLease();
  }

  /** The Advise of the other lease is done: the former one ends after it, so that no change is missed. */
  #take({ lease, state, way }: Taken, isLost = false): void {
    this.#moving?.unsubscribe();
    this.#moving = undefined;
    this.#endLease();
    lease.handTo(this.routed);
    this.#lease = lease;
    this.answered(way, isLost);
    this.routed.rerouted(state);
  }

  #endLease(): void {
    if (this.#lease !== undefined) this.inbox.unregister(this.#lease);
    this.#lease = undefined;
  }

  #count(change: 1 | -1): void {
    const { answered } = this.inbox.table;
    const name = this.#answeredBy;
    if (name !== undefined) answered.set(name, (answered.get(name) ?? 0) + change);
  }
}
