import type { Binary } from './binary.cjs';
import { publishError } from './channels.js';
import { contractBroken, deliveryDelayed } from './failures.js';
import { elapsed, setImmediate, setTimeout } from './ownTime.js';
import { drainedAtOnce, recordKind, recordWords } from './record.js';
import type { Receiver, Table } from './table.js';
import { noTarget } from './target.js';

/** Ends a turn after so many records or milliseconds: timers, I/O and promises run in between. */
const batchRecords = 65_536;
const batchMilliseconds = 4;
/**
 * A turn that delivered no more than this reads the queue again at once, so that an answer does not wait
 * for the next turn.
 */
const fewRecords = 64;
/** Reads the clock after 1, 2, 4 … and at most so many records: a slow `next` is noticed soon. */
const longestStride = 64;

/** Reads batches of records and delivers each to the receiver or request with its number. */
export class Delivery {
  readonly #binary: Binary;
  readonly #table: Table;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;

  constructor(binary: Binary, table: Table) {
    this.#binary = binary;
    this.#table = table;
    this.#words = new Int32Array(table.buffer);
    this.#doubles = new Float64Array(table.buffer);
  }

  /**
   * Serves the table from now on, and continues a batch that another copy of the package began. The newest
   * copy serves: in a test runner the older ones may belong to realms that were torn down.
   */
  takeOver(): void {
    const table = this.#table;
    table.owner = this;
    this.#binary.attach(this.#deliver, table.buffer);
    if (table.draining) this.#goOn();
  }

  /** Called by the binary with the number of records in a batch; called again by itself after a cut. */
  readonly #deliver = (count?: number): void => {
    const table = this.#table;
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
        table.length = 0;
        table.length = this.#drain();
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
      // Reads no clock before the first record, which is often the only one.
      const now = elapsed();
      if (now >= until) break;
      if (until === Infinity) until = now + batchMilliseconds;
      // Few records have come meanwhile: the next turn will find more.
      if (isEmptied && table.position === table.length && handed > fewRecords) break;
    }
    this.#count(handed);
    this.#goOn();
  };

  #drain(): number {
    try {
      return this.#binary.drain();
    } catch (cause) {
      this.#goOn(); // the binary does not wake again for these records
      publishError(noTarget, deliveryDelayed(cause));
      return 0;
    }
  }

  #count(handed: number): void {
    const table = this.#table;
    if (handed === 0) return;
    table.batches += 1;
    table.largestBatch = Math.max(table.largestBatch, handed);
  }

  /**
   * Continues a cut batch after timers and I/O, and keeps no process alive that nothing else does.
   */
  #goOn(): void {
    // Not an unref'd immediate: with only that, the loop may sleep although records wait.
    if (this.#table.keptAlive > 0) setImmediate(this.#deliver);
    else setTimeout(this.#deliver, 0).unref();
  }

  #handOut(end: number): void {
    const table = this.#table;
    const { receivers, generations } = table;
    const words = this.#words;
    while (table.position < end) {
      try {
        while (table.position < end) {
          const at = table.position * recordWords;
          const slot = words[at]!;
          const kind = words[at + 2]! & 0xff;
          const receiver = generations[slot] === words[at + 1] ? receivers[slot] : undefined;
          table.position += 1; // before any call that may throw
          if (receiver !== undefined && isOfRegistration(kind)) {
            receiver.runInAsyncScope(this.#handTo, this, receiver, at, end);
          } else if (kind === recordKind.notification) {
            table.dropped += 1;
          } else if (kind === recordKind.answer) {
            this.#answer(slot >>> 0, at);
          } else if (kind === recordKind.place) {
            this.#placeChanged();
          } else if (kind === recordKind.fault) {
            this.#tellFaults();
          }
        }
      } catch (error) {
        // RxJS itself reports what `next` throws; any other exception is reported the same way, and the
        // rest of the batch is delivered.
        report(error);
      }
    }
  }

  /**
   * Delivers the record at `first` and the following records of the same receiver, called in its async
   * context: changing the context costs time.
   */
  #handTo(receiver: Receiver, first: number, end: number): void {
    const table = this.#table;
    const { receivers } = table;
    const words = this.#words;
    const slot = words[first]!;
    const generation = words[first + 1];
    for (let at = first; ; table.position += 1) {
      const kinds = words[at + 2]!;
      const kind = kinds & 0xff;
      if (kind === recordKind.notification) {
        const merged = words[at + 3]!;
        if (merged !== 1) {
          receiver.overflow(merged);
          if (receivers[slot] !== receiver) {
            table.dropped += 1; // unsubscribed in `overflow`
            return;
          }
        }
        table.delivered += 1;
        receiver.notification(
          (kinds >>> 8) & 0xff,
          (kinds >>> 16) & 0xff,
          kinds >>> 24,
          this.#doubles[(at >> 1) + 2]!,
          merged,
          words[at + 7]!,
        );
      } else if (kind === recordKind.state) {
        receiver.state(kinds >>> 24, (kinds >>> 8) & 0xff);
      } else if (kind === recordKind.reading) {
        receiver.reading(words[at + 7]!);
      } else if (kind === recordKind.accounts) {
        receiver.accountsChanged();
      } else {
        receiver.failure(words[at + 7]!, words[at + 6]!);
      }
      if (table.position === end || receivers[slot] !== receiver) return;
      at = table.position * recordWords;
      if (words[at] !== slot || words[at + 1] !== generation) return;
      if (!isOfRegistration(words[at + 2]! & 0xff)) return;
    }
  }

  #placeChanged(): void {
    const { placeWatchers, hosts } = this.#table;
    for (const changed of [...placeWatchers, ...hosts]) {
      try {
        changed();
      } catch (error) {
        report(error);
      }
    }
  }

  /** Publishes faults: there is no stream left to report them. */
  #tellFaults(): void {
    const binary = this.#binary;
    for (const { profile, account, operation, hresult } of binary.takeFaults()) {
      const call = { binary, operation: binary.operations[operation]!, profile, account };
      publishError(call, contractBroken(call, hresult));
    }
  }

  #answer(request: number, at: number): void {
    const answered = this.#table.requests.get(request);
    if (answered === undefined) return;
    this.#table.requests.delete(request);
    answered({
      hresult: this.#words[at + 6]!,
      value: this.#words[at + 7]! >>> 0,
      count: this.#doubles[(at >> 1) + 2]!,
    });
  }
}

function isOfRegistration(kind: number): boolean {
  return kind <= recordKind.failure || kind === recordKind.reading || kind === recordKind.accounts;
}

function report(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
