import { AsyncContext } from './asyncContext.js';
import type { Binary, Explanation, Realm } from './binary.cjs';
import { Delivery } from './delivery.js';
import { explained } from './explained.js';
import { Lease } from './lease.js';
import { ownPlace, runtimeFolder } from './runtimeFolder.js';
import type { Answer, Receiver, Table } from './table.js';

/** Numbers the registrations and requests of one environment, and asks the binary for them. */
export class Inbox {
  readonly #starting: Lease[] = [];
  #isFlushing = false;
  /** No async context: of what is for all subscribers together. */
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
   * `backend`: an index of `binary.backends`.
   */
  register(backend: number, profile: string, receiver: Receiver): Lease | undefined {
    this.tellSurroundings();
    const lease = new Lease(this, backend, receiver);
    if (!lease.begin(profile)) return undefined;
    this.#starting.push(lease);
    this.#flushSoon();
    return lease;
  }

  /** What the binary needs to know of who asks it for something. */
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

  /** The program closes a profile that it has made: its registrations in this realm are told before it goes. */
  closeProfile(backend: string, profile: string): void {
    for (const receiver of [...this.table.receivers]) {
      receiver?.profileClosed(backend, profile, this.realm);
    }
  }

  /** The program has made a profile: whoever waits for one of that name need wait no longer. */
  addedProfile(backend: string, profile: string): void {
    for (const added of [...this.table.profileWatchers]) added(backend, profile);
  }

  /** Calls `added` for each profile that this program makes; until the function it gives is called. */
  watchProfiles(added: (backend: string, profile: string) => void): () => void {
    const { profileWatchers } = this.table;
    profileWatchers.add(added);
    return () => {
      profileWatchers.delete(added);
    };
  }

  /** All that is subscribed and unsubscribed in one go costs one wake of the dispatcher. */
  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    // Not queueMicrotask: a test's fake clock takes it away, and with it every subscription.
    void Promise.resolve().then(() => {
      this.#isFlushing = false;
      this.binary.flush();
      for (const { receiver } of this.#starting.splice(0)) {
        receiver?.context.runInAsyncScope(() => {
          receiver.begun();
        });
      }
    });
  }

  /** A number for a request or an object, and in passing a new one. */
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

  /** It was not asked for after all. */
  forget(request: number): void {
    this.table.requests.delete(request);
  }

  /** Calls `passed` behind every record that is in the queue now. Throws when there is no memory for that. */
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

  /** Calls `changed` when a server may have come or gone; until the function it gives is called. */
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

  /** Whether changes of the place are told of. A watch that could not be had before is asked for again. */
  renewWatch(): boolean {
    const { binary, table } = this;
    if (table.placeWatchers.size === 0) return false;
    try {
      this.tellSurroundings();
      table.isPlaceWatched = binary.watchPlace();
    } catch {
      table.isPlaceWatched = false; // there is no memory for it now
    }
    return table.isPlaceWatched;
  }

  /** Holds the event loop open, until as many calls of `release` have been made. */
  hold(): void {
    if (this.table.keptAlive++ === 0) this.binary.keepAlive(true);
  }

  release(): void {
    if (--this.table.keptAlive === 0) this.binary.keepAlive(false);
  }

  /** Holds it open until the function it gives is called; that may be called again. */
  holdOnce(): () => void {
    let isHeld = true;
    this.hold();
    return () => {
      if (isHeld) this.release();
      isHeld = false;
    };
  }
}
