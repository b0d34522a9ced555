import type { Subscriber } from 'rxjs';
import { wallClock } from './ownTime.js';
import type { UnknownReason } from './reasons.js';
import { nameOfState } from './states.js';
import type { ConnectionStatus } from './types.js';

/** Tells one subscriber each status that differs from the one before. */
export class StatusReport {
  readonly #subscriber: Subscriber<ConnectionStatus>;
  #last: ConnectionStatus | undefined;
  /** MAPIOFFLINE_STATE_*: what a flood of notifications is compared with. */
  #bits = -1;

  constructor(subscriber: Subscriber<ConnectionStatus>) {
    this.#subscriber = subscriber;
  }

  /** `at`: when that began, if that is known better than by the clock. */
  state(bits: number, at?: number): void {
    if (bits === this.#bits) return;
    const state = nameOfState(bits);
    this.#bits = bits;
    if (state === undefined) this.#say('unknown', 'neither', at);
    else this.#say(state, undefined, at);
  }

  unknown(reason: UnknownReason): void {
    this.#bits = -1;
    this.#say('unknown', reason);
  }

  #say(state: ConnectionStatus['state'], reason: UnknownReason | undefined, at?: number): void {
    const last = this.#last;
    if (last?.state === state && last.reason === reason) return;
    const since = last?.state === state ? last.since : (at ?? wallClock());
    this.#last = reason === undefined ? { state, since } : { state, reason, since };
    this.#subscriber.next(this.#last);
  }
}
