import { performance } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers';
import type { Binary } from './binary.cjs';

/** What a registration's records are handed to. A state is MAPIOFFLINE_STATE_*, or 0 for unknown. */
export interface Receiver {
  /** The binary has been asked for the registration: its time runs from now on. */
  begun(): void;
  /** What GetCurrentState said: first of all the snapshot, later what was read again. */
  state(state: number): void;
  notification(
    phase: number,
    previous: number,
    current: number,
    timestamp: number,
    merged: number,
    phases: number,
  ): void;
  /** The state is to be read again, the so-and-so-many-th time; `state` brings what was read. */
  reading(number: number): void;
  /** The notification that follows stands for so many: the queue had reached its bound. */
  overflow(merged: number): void;
  /** The last call: the operation's index in `binary.operations`, and its HRESULT. */
  failure(operation: number, hresult: number): void;
}

/** The answer to a request: an HRESULT, and the value asked for where there is one. */
export interface Answer {
  readonly hresult: number;
  readonly value: number;
  readonly count: number;
}

/**
 * The registrations and requests of one environment: plain data, so that every copy of this package
 * (its ESM and CommonJS faces, the copies in a test runner's realms) can serve it, also when the
 * realm of the copy that made it is gone.
 */
export interface Table {
  owner: unknown;
  draining: boolean;
  readonly buffer: ArrayBuffer;
  position: number;
  length: number;
  readonly receivers: (Receiver | undefined)[];
  readonly generations: number[];
  readonly freeSlots: number[];
  readonly requests: Map<number, (answer: Answer) => void>;
  nextNumber: number;
  keptAlive: number;
  registrations: number;
  delivered: number;
  dropped: number;
  batches: number;
  largestBatch: number;
}

/** The layout of native/core/record.h, in 32-bit words. */
const recordWords = 8;
const recordBytes = recordWords * 4;
const recordKind = { notification: 1, state: 2, failure: 3, answer: 4, reading: 5 } as const;

const drainedAtOnce = 1024;
/** After either, timers, I/O and promises get their turn. */
const batchRecords = 65_536;
const batchMilliseconds = 4;
/** The clock is read after 1, 2, 4 … at most so many records: soon when `next` turns out slow. */
const longestStride = 64;

export function makeTable(): Table {
  return {
    owner: undefined,
    draining: false,
    buffer: new ArrayBuffer(drainedAtOnce * recordBytes),
    position: 0,
    length: 0,
    receivers: [],
    generations: [],
    freeSlots: [],
    requests: new Map(),
    nextNumber: 1,
    keptAlive: 0,
    registrations: 0,
    delivered: 0,
    dropped: 0,
    batches: 0,
    largestBatch: 0,
  };
}

/** Drains batches of records and hands each to the receiver or request that its number finds. */
export class Inbox {
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  readonly #starting: { slot: number; generation: number; receiver: Receiver }[] = [];
  #isFlushing = false;

  constructor(
    readonly binary: Binary,
    readonly table: Table,
  ) {
    this.#words = new Int32Array(table.buffer);
    this.#doubles = new Float64Array(table.buffer);
    // The newest copy serves the table: in a test runner the older ones may belong to realms that
    // were torn down. A batch that one of those had begun goes on here.
    table.owner = this;
    binary.attach(this.#deliver, table.buffer);
    if (table.draining) this.#goOn();
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

  /** Which call of its start the registration waits for, or waited for last. */
  operationOf(backend: string, slot: number): string {
    const { binary, table } = this;
    const index = binary.operationOf(backend, slot, table.generations[slot]!);
    return binary.operations[index ?? 0]!;
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
          receiver.begun();
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

  /** Calls `passed` behind every record that is in the queue now. */
  fence(passed: () => void): void {
    const request = this.takeNumber();
    this.expect(request, passed);
    this.binary.fence(request);
  }

  /** Holds the event loop open, until as many calls of `release` have been made. */
  hold(): void {
    if (this.table.keptAlive++ === 0) this.binary.keepAlive(true);
  }

  release(): void {
    if (--this.table.keptAlive === 0) this.binary.keepAlive(false);
  }

  #vacate(slot: number): void {
    this.table.receivers[slot] = undefined;
    this.table.freeSlots.push(slot);
  }

  /** Woken by the binary once a batch of so many records; goes on by itself when that is cut. */
  readonly #deliver = (count?: number): void => {
    const { table, binary } = this;
    if (table.owner !== this) return;
    if (count !== undefined) {
      table.position = 0;
      table.length = count;
    }
    let until = Infinity;
    let stride = 1;
    let isEmptied = table.length < drainedAtOnce;
    let handed = 0;
    table.draining = true;
    while (handed < batchRecords) {
      if (table.position === table.length) {
        table.position = 0;
        table.length = binary.drain();
        if (table.length === 0) {
          table.draining = false;
          this.#count(handed);
          return;
        }
        isEmptied = table.length < drainedAtOnce;
      }
      const before = table.position;
      this.#handOut(Math.min(table.length, before + stride));
      handed += table.position - before;
      stride = Math.min(stride * 2, longestStride);
      // What has come meanwhile is little: by the next turn it will be worth the way.
      if (isEmptied && table.position === table.length) break;
      // The first record has not waited for a look at the clock: often it is the only one.
      const now = performance.now();
      if (now >= until) break;
      if (until === Infinity) until = now + batchMilliseconds;
    }
    this.#count(handed);
    this.#goOn();
  };

  #count(handed: number): void {
    const { table } = this;
    if (handed === 0) return;
    table.batches += 1;
    table.largestBatch = Math.max(table.largestBatch, handed);
  }

  /** A batch that was cut goes on behind timers and I/O, and keeps no process that nothing else does. */
  #goOn(): void {
    // Not an unref'd immediate: beside one the loop may sleep, though there is work.
    if (this.table.keptAlive > 0) setImmediate(this.#deliver);
    else setTimeout(this.#deliver, 0).unref();
  }

  #handOut(end: number): void {
    const { table } = this;
    const { receivers, generations } = table;
    const words = this.#words;
    const doubles = this.#doubles;
    while (table.position < end) {
      try {
        while (table.position < end) {
          const at = table.position * recordWords;
          table.position += 1;
          const slot = words[at]!;
          const kinds = words[at + 2]!;
          const kind = kinds & 0xff;
          if (kind === recordKind.answer) {
            this.#answer(slot >>> 0, at);
            continue;
          }
          const receiver = generations[slot] === words[at + 1] ? receivers[slot] : undefined;
          if (kind === recordKind.notification) {
            if (receiver === undefined) {
              table.dropped += 1;
            } else {
              table.delivered += 1;
              const merged = words[at + 3]!;
              if (merged !== 1) receiver.overflow(merged);
              receiver.notification(
                (kinds >>> 8) & 0xff,
                (kinds >>> 16) & 0xff,
                kinds >>> 24,
                doubles[(at >> 1) + 2]!,
                merged,
                words[at + 7]!,
              );
            }
          } else if (kind === recordKind.state) {
            receiver?.state(kinds >>> 24);
          } else if (kind === recordKind.reading) {
            receiver?.reading(words[at + 7]!);
          } else {
            receiver?.failure(words[at + 7]!, words[at + 6]!);
          }
        }
      } catch (error) {
        // RxJS reports what `next` throws by itself; what still comes through is reported the same
        // way and costs the rest of the batch nothing.
        setTimeout(() => {
          throw error;
        });
      }
    }
  }

  #answer(request: number, at: number): void {
    const answered = this.table.requests.get(request);
    if (answered === undefined) return;
    this.table.requests.delete(request);
    answered({
      hresult: this.#words[at + 6]!,
      value: this.#words[at + 7]! >>> 0,
      count: this.#doubles[(at >> 1) + 2]!,
    });
  }
}
