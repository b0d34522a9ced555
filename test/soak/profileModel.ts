import type { ConnectionState } from 'rx-outlook';
import type { Watched } from './watched.js';

/** A stream of changes, and where its count of notifications began. */
export interface Counted {
  readonly stream: Watched<unknown>;
  readonly since: number;
  /** Notifications it was given, each merged one counted for what it stands for. */
  heard: number;
}

/** What must be true of one profile, and who is subscribed to it from this thread. */
export class ProfileModel {
  state: ConnectionState = 'online';
  /** Calls of Notify to each registration, so far. */
  notified = 0;
  /** Advise that have succeeded. */
  advises = 0;
  /** Registrations whose Unadvise was made to fail: the offline object keeps them. */
  stuck = 0;
  /** Changes are being made meanwhile. */
  isInRain = false;
  readonly streams = new Set<Watched<unknown>>();
  readonly counted = new Set<Counted>();

  constructor(readonly name: string) {}

  /** Those that are subscribed. */
  live(): Watched<unknown>[] {
    return [...this.streams].filter(({ isOver }) => !isOver);
  }

  /** A change that is announced, made and completed; nothing when it has that state already. */
  change(state: ConnectionState): void {
    if (state === this.state) return;
    this.state = state;
    this.notified += 3;
  }

  /** So many changes back and forth, of one notification each. */
  flood(changes: number): void {
    this.notified += changes;
    if (changes % 2 === 1) this.state = this.other;
  }

  get other(): ConnectionState {
    return this.state === 'online' ? 'offline' : 'online';
  }

  /** Forgets who has left. */
  sweep(): void {
    for (const stream of this.streams) if (stream.isOver) this.streams.delete(stream);
    for (const one of this.counted) if (one.stream.isOver) this.counted.delete(one);
  }
}
