import { AsyncContext } from './asyncContext.js';
import type { Binary, Explanation, Realm } from './binary.cjs';
import { Delivery } from './delivery.js';
import { explained } from './explained.js';
import { Lease, type Wanted } from './lease.js';
import { ownPlace, runtimeFolder } from './runtimeFolder.js';
import type { Answer, Receiver, Table } from './table.js';
import type { Target } from './target.js';

/** Registers the receivers of one environment with the binary, and numbers its requests. */
export class Inbox {
  readonly #starting: Lease[] = [];
  #isFlushing = false;
  /** No async context, for work that all subscribers share. */
  readonly outside: AsyncContext;

  constructor(
    readonly binary: Binary,
    readonly table: Table,
    readonly realm: Realm,
  ) {
    this.outside = binary.outside(() => new AsyncContext(false));
    this.outside.runInAsyncScope(() => {
      new Delivery(binary, table).takeOver();
    });
  }

  /**
   * Performs Open, Advise and the rest for `receiver`; `undefined` when the environment has closed.
   * `backend`: an index of `binary.backends`. `listens`: to the list of the profile's accounts, too.
   */
  register(
    backend: number,
    wanted: Wanted,
    receiver: Receiver,
    listens = false,
  ): Lease | undefined {
    this.tellSurroundings();
    const lease = new Lease(this, backend, receiver);
    if (!lease.begin(wanted, listens)) return undefined;
    this.#starting.push(lease);
    this.#flushSoon();
    return lease;
  }

  /** Tells the binary the surroundings and the realm of the next call. */
  tellSurroundings(): void {
    this.binary.setSurroundings(runtimeFolder(), ownPlace(), this.realm);
  }

  /** Ends a registration: its receiver is not called again, and its Unadvise is on its way. */
  unregister(lease: Lease): void {
    lease.end();
    this.#flushSoon();
  }

  /** Takes what the backend says about the failure of a request; it says so once. */
  takeExplanation(backend: number, request: number): Explanation | undefined {
    return explained(() => this.binary.explainAnswer(backend, request));
  }

  /** Notifies the registrations of this realm before the program closes a profile that it made. */
  closeProfile(backend: string, profile: string): void {
    for (const receiver of [...this.table.receivers]) {
      receiver?.profileClosed(backend, profile, this.realm);
    }
  }

  /** Ends the wait for a profile, or an account of one, that the program has made. */
  added(backend: string, made: Target): void {
    for (const added of [...this.table.profileWatchers]) added(backend, made);
  }

  /**
   * Calls `added` for each profile, and each account of one, that this program makes, until the returned
   * function is called.
   */
  watchProfiles(added: (backend: string, made: Target) => void): () => void {
    const { profileWatchers } = this.table;
    profileWatchers.add(added);
    return () => {
      profileWatchers.delete(added);
    };
  }

  /** Flushes once for all subscriptions and unsubscriptions of a turn: that wakes the dispatcher once. */
  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    // Not queueMicrotask: a test's fake clock replaces it, and no subscription would begin.
    void Promise.resolve().then(() => {
      this.#isFlushing = false;
      this.binary.flush();
      for (const { receiver } of this.#starting.splice(0)) {
        receiver?.runInAsyncScope(() => {
          receiver.begun();
        });
      }
    });
  }

  /** Returns a new number for a request or an object. */
  takeNumber(): number {
    const { table } = this;
    const number = table.nextNumber;
    table.nextNumber = number === 0xffff_fffe ? 1 : number + 1;
    return number;
  }

  /** Calls `answered` once when the record with this request's number arrives. */
  expect(request: number, answered: (answer: Answer) => void): void {
    this.table.requests.set(request, answered);
  }

  /** Withdraws `expect`: the request was not made. */
  forget(request: number): void {
    this.table.requests.delete(request);
  }

  /**
   * Calls `passed` after every record that is in the queue now. Throws when there is no memory for the
   * request.
   */
  fence(passed: () => void): void {
    const request = this.takeNumber();
    this.expect(request, passed);
    try {
      this.binary.fence(request);
    } catch (error) {
      this.forget(request);
      throw error;
    }
  }

  /** Calls `changed` when a server may have come or gone, until the returned function is called. */
  watchPlace(changed: () => void): () => void {
    const { binary, table } = this;
    const { placeWatchers } = table;
    placeWatchers.add(changed);
    if (placeWatchers.size === 1) this.renewWatch();
    return () => {
      if (!placeWatchers.delete(changed) || placeWatchers.size > 0) return;
      table.isPlaceWatched = false;
      binary.unwatchPlace();
    };
  }

  /** Returns whether the binary watches the place; asks again for a watch that failed before. */
  renewWatch(): boolean {
    const { binary, table } = this;
    if (table.placeWatchers.size === 0) return false;
    try {
      this.tellSurroundings();
      table.isPlaceWatched = binary.watchPlace();
    } catch {
      table.isPlaceWatched = false; // no memory for a watch now
    }
    return table.isPlaceWatched;
  }

  /** Keeps the event loop alive until `release` has been called as often. */
  hold(): void {
    if (this.table.keptAlive++ === 0) this.binary.keepAlive(true);
  }

  release(): void {
    if (--this.table.keptAlive === 0) this.binary.keepAlive(false);
  }

  /** Does so until the returned function is called; further calls of that function do nothing. */
  holdOnce(): () => void {
    let isHeld = true;
    this.hold();
    return () => {
      if (isHeld) this.release();
      isHeld = false;
    };
  }
}
