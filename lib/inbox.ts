import { AsyncContext } from './asyncContext.js';
import type { Binary, Explanation, Realm } from './binary.cjs';
import { Delivery } from './delivery.js';
import { ownPlace, runtimeFolder } from './runtimeFolder.js';
import type { Answer, Receiver, Table } from './table.js';

/** Numbers the registrations and requests of one environment, and asks the binary for them. */
export class Inbox {
  readonly #starting: { slot: number; generation: number; receiver: Receiver }[] = [];
  #isFlushing = false;
  /** No async context: of what is for all subscribers together. */
  readonly outside: AsyncContext;

  constructor(
    readonly binary: Binary,
    readonly table: Table,
    readonly realm: Realm,
  ) {
    this.outside = binary.outside(() => new AsyncContext(false));
    this.outside.runInAsyncScope(() => new Delivery(binary, table));
  }

  /** Performs Open, Advise and the rest for `receiver`; false when the environment has closed. */
  register(backend: string, profile: string, receiver: Receiver): number | undefined {
    const { table } = this;
    const slot = table.freeSlots.pop() ?? table.receivers.length;
    const generation = ((table.generations[slot] ?? 0) + 1) | 0;
    table.generations[slot] = generation;
    table.receivers[slot] = receiver;
    let begun = false;
    try {
      this.tellSurroundings();
      begun = this.binary.subscribe(backend, slot, generation, profile);
    } finally {
      if (!begun) this.#vacate(slot);
    }
    if (!begun) return undefined;
    table.registrations += 1;
    this.#starting.push({ slot, generation, receiver });
    this.#flushSoon();
    return slot;
  }

  /** What the binary needs to know of who asks it for something. */
  tellSurroundings(): void {
    this.binary.setSurroundings(runtimeFolder(), ownPlace(), this.realm);
  }

  /** Which call of its start the registration waits for, or waited for last. */
  operationOf(backend: string, slot: number): string {
    const { binary, table } = this;
    const index = binary.operationOf(backend, slot, table.generations[slot]!);
    return binary.operations[index ?? 0]!;
  }

  /** What the backend says about the registration's failure. */
  explanationOf(backend: string, slot: number): Explanation | undefined {
    const generation = this.table.generations[slot]!;
    return explained(() => this.binary.explainRegistration(backend, slot, generation));
  }

  /** The same for a request, once. */
  takeExplanation(backend: string, request: number): Explanation | undefined {
    return explained(() => this.binary.explainAnswer(backend, request));
  }

  /** Whether the reading of that number is over, as far as the binary knows. */
  isReadingDone(backend: string, slot: number, number: number): boolean {
    const done = this.binary.readingsDone(backend, slot, this.table.generations[slot]!);
    // The count wraps at 32 bits.
    return done === undefined || ((done - number) | 0) >= 0;
  }

  /** From now on the receiver is never called again; its Unadvise is on its way. */
  unregister(backend: string, slot: number): void {
    this.table.registrations -= 1;
    this.binary.unsubscribe(backend, slot, this.table.generations[slot]!);
    this.#vacate(slot);
    this.#flushSoon();
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
      for (const { slot, generation, receiver } of this.#starting.splice(0)) {
        if (
          this.table.generations[slot] === generation &&
          this.table.receivers[slot] === receiver
        ) {
          receiver.context.runInAsyncScope(() => {
            receiver.begun();
          });
        }
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

  #vacate(slot: number): void {
    this.table.receivers[slot] = undefined;
    this.table.freeSlots.push(slot);
  }
}

/** Without memory for the words a failure is told all the same. */
function explained(ask: () => Explanation | undefined): Explanation | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
