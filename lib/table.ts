import type { AsyncContext } from './asyncContext.js';
import type { Realm } from './binary.cjs';
import { bufferBytes } from './record.js';
import type { Target } from './target.js';

/**
 * Receives a registration's records, and is the async context in which its methods are called: one object
 * instead of two. A state is MAPIOFFLINE_STATE_*, or 0 for unknown.
 */
export interface Receiver extends Pick<AsyncContext, 'runInAsyncScope'> {
  /** The binary was asked for the registration: its time limit starts. */
  begun(): void;
  /**
   * A result of GetCurrentState: the snapshot first, then re-readings. `way`, of the snapshot alone: the number
   * of the way that answered, 0 where the backend is not `'auto'`.
   */
  state(state: number, way: number): void;
  notification(
    phase: number,
    previous: number,
    current: number,
    timestamp: number,
    merged: number,
    phases: number,
  ): void;
  /** Re-reading number so-and-so of the state is due; `state` brings its result. */
  reading(number: number): void;
  /** The next notification stands for `merged`: the queue had reached its bound. */
  overflow(merged: number): void;
  /** The list of the profile's accounts has changed; only where the registration listens to it. */
  accountsChanged(): void;
  /** Called last: the operation's index in `binary.operations`, and its HRESULT. */
  failure(operation: number, hresult: number): void;
  /** The program itself has closed a profile, perhaps another receiver's. */
  profileClosed(backend: string, profile: string, realm: Realm): void;
}

/** The answer to a request: an HRESULT, and a value for requests that ask for one. */
export interface Answer {
  readonly hresult: number;
  readonly value: number;
  readonly count: number;
}

/**
 * The registrations and requests of one environment: plain data, so that every copy of this package (its
 * ESM and CommonJS faces, the copies in a test runner's realms) can serve it, even after the realm of the
 * copy that made it has gone.
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
  /** Called when a server may have come or gone; the binary watches while there are any. */
  readonly placeWatchers: Set<() => void>;
  /** Called for each profile, and each account of one, that this program makes. */
  readonly profileWatchers: Set<(backend: string, made: Target) => void>;
  /** Called when a server of this environment may have ended by itself. */
  readonly hosts: Set<() => void>;
  /** Whether the binary had a watch at the last request. */
  isPlaceWatched: boolean;
  nextNumber: number;
  keptAlive: number;
  registrations: number;
  /** How many of them each backend has answered, by its name. */
  readonly answered: Map<string, number>;
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
    answered: new Map(),
    delivered: 0,
    dropped: 0,
    batches: 0,
    largestBatch: 0,
  };
}
