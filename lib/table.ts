import type { AsyncContext } from './asyncContext.js';
import type { Realm } from './binary.cjs';
import { bufferBytes } from './record.js';

/** What a registration's records are handed to. A state is MAPIOFFLINE_STATE_*, or 0 for unknown. */
export interface Receiver {
  /** In which its methods are called. */
  readonly context: AsyncContext;
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
  /** The program itself has closed the profile; perhaps that of another receiver. */
  profileClosed(backend: string, profile: string, realm: Realm): void;
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
  /** Whom it concerns that a server may have come or gone; the binary watches while there are any. */
  readonly placeWatchers: Set<() => void>;
  /** Whom it concerns that this program has made a profile. */
  readonly profileWatchers: Set<(backend: string, profile: string) => void>;
  /** Of servers of the bridge: each is called when one of them may have ended by itself. */
  readonly hosts: Set<() => void>;
  /** Whether the binary could have the watch for them, when it was asked last. */
  isPlaceWatched: boolean;
  nextNumber: number;
  keptAlive: number;
  registrations: number;
  delivered: number;
  dropped: number;
  batches: number;
  largestBatch: number;
}

export function makeTable(): Table {
  return {
    owner: undefined,
    draining: false,
    buffer: new ArrayBuffer(bufferBytes),
    position: 0,
    length: 0,
    receivers: [],
    generations: [],
    freeSlots: [],
    requests: new Map(),
    placeWatchers: new Set(),
    profileWatchers: new Set(),
    hosts: new Set(),
    isPlaceWatched: false,
    nextNumber: 1,
    keptAlive: 0,
    registrations: 0,
    delivered: 0,
    dropped: 0,
    batches: 0,
    largestBatch: 0,
  };
}
