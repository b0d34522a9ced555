import type { Subscriber } from 'rxjs';
import type { UnknownReason } from './reasons.js';
import { nameOfState, noExchangeState } from './states.js';
import type { AnsweringBackend, ConnectionStatus } from './types.js';

/** Reports to one subscriber each status that differs from the one before. */
export class StatusReport {
  readonly #subscriber: Subscriber<ConnectionStatus>;
  readonly #now: () => number;
  #last: ConnectionStatus | undefined;
  /** MAPIOFFLINE_STATE_*; compared first, to skip the repetitions of a flood. */
  #bits = -1;

  /** `now`: the time of day, by the clock of the notifications' timestamps. */
  constructor(subscriber: Subscriber<ConnectionStatus>, now: () => number) {
    this.#subscriber = subscriber;
    this.#now = now;
  }

  /** `at`: when the state began, if a notification said so. */
  state(bits: number, backend: AnsweringBackend | undefined, at?: number): void {
    if (bits === this.#bits) return;
    const state = nameOfState(bits);
    this.#bits = bits;
    if (state !== undefined) this.#say(state, undefined, backend, at);
    else this.#say('unknown', bits === noExchangeState ? 'no-exchange' : 'neither', backend, at);
  }

  unknown(reason: UnknownReason): void {
    this.#bits = -1;
    this.#say('unknown', reason);
  }

  #say(
    state: ConnectionStatus['state'],
    reason: UnknownReason | undefined,
    backend?: AnsweringBackend,
    at?: number,
  ): void {
    const last = this.#last;
    if (last?.state === state && last.reason === reason) return;
    const since = last?.state === state ? last.since : (at ?? this.#now());
    this.#last = {
      state,
      ...(reason === undefined ? {} : { reason }),
      since,
      ...(backend === undefined ? {} : { backend }),
    };
    this.#subscriber.next(this.#last);
  }
}
