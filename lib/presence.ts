import { Observable } from 'rxjs';
import { AsyncContext } from './asyncContext.js';
import { publishError } from './channels.js';
import { OfflineStateError } from './errors.js';
import { later } from './later.js';
import { isFinal, unavailableReasonOf } from './reasons.js';
import { ask, type Asker } from './request.js';
import type { Availability } from './types.js';

/**
 * How long after an answer it is asked again, in milliseconds: what no watch tells of (an Outlook that
 * hangs, a system without watches) is noticed in that time. Each time is a ping over a connection that
 * is there, or the try to make one.
 */
const pollInterval = 5_000;

type Listener = (availability: Availability) => void;

/** Whether there is an Outlook: asked once for all who want to know it of one backend, again and again. */
class Presence {
  readonly #asker: Asker;
  readonly #deserted: () => void;
  /** With the number of the first question whose answer is for it. */
  readonly #listeners = new Map<Listener, number>();
  #asked = 0;
  #isUnderWay = false;
  #isDue = false;
  #cancelPoll: (() => void) | undefined;
  #endWatch: (() => void) | undefined;
  #failed: string | undefined;
  /** What a question came to that has had no answer yet, or that is the last one. */
  #standing: Availability | undefined;

  constructor(asker: Asker, deserted: () => void) {
    this.#asker = { ...asker, profile: undefined, ref: false, quiet: true };
    this.#deserted = deserted;
  }

  /** What was asked before is no answer to it. */
  join(listener: Listener): void {
    this.#listeners.set(listener, this.#asked + 1);
    // Before it is asked: nothing that comes meanwhile is missed.
    this.#endWatch ??= this.#asker.inbox.watchPlace(this.#askSoon);
    this.#askSoon();
    if (this.#standing === undefined) return;
    void Promise.resolve().then(() => {
      this.#tellStanding(listener);
    });
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#cancelPoll?.();
    this.#endWatch?.();
    this.#deserted();
  }

  readonly #askSoon = (): void => {
    if (this.#isDue) return;
    this.#isDue = true;
    // All who join in one go are one question.
    if (!this.#isUnderWay) void Promise.resolve().then(this.#askNow);
  };

  // Of all who ask: in no async context of one of them.
  readonly #askNow = (): void => {
    this.#asker.inbox.outside.runInAsyncScope(this.#ask, this);
  };

  #ask(): void {
    this.#isDue = false;
    if (this.#listeners.size === 0) return;
    this.#cancelPoll?.();
    this.#isUnderWay = true;
    this.#asker.inbox.renewWatch();
    const number = ++this.#asked;
    const { inbox, backend } = this.#asker;
    ask(
      this.#asker,
      'available',
      (request) => inbox.binary.available(backend.index, request),
      () => {
        // It was hung, and now is not.
        this.#isDue = true;
        this.#standing = undefined;
        this.#isOver();
      },
    ).then(
      ({ hresult }) => {
        this.#failed = undefined;
        // S_FALSE: its DLL is there, and that is all that can be known without a profile.
        this.#tell(
          number,
          hresult === 0 ? { available: true } : { available: false, reason: 'outside-outlook' },
        );
        this.#isOver();
      },
      (error: unknown) => {
        const reason = unavailableReasonOf(error);
        if (reason !== this.#failed) publishError(undefined, error);
        this.#failed = reason;
        // A question that was given up is still on its way: behind it another one would only wait.
        const isOpen = error instanceof OfflineStateError && error.code === 'ERR_TIMEOUT';
        const answer: Availability = { available: false, reason };
        if (isOpen || isFinal(reason)) this.#standing = answer;
        this.#tell(number, answer);
        if (this.#standing === undefined) this.#isOver();
      },
    );
  }

  #isOver(): void {
    this.#isUnderWay = false;
    if (this.#isDue) this.#askNow();
    else if (this.#listeners.size > 0) this.#cancelPoll = later(pollInterval, this.#askSoon);
  }

  /** Who joins behind a question that nobody answers would hear nothing else. */
  #tellStanding(listener: Listener): void {
    if (this.#standing !== undefined && this.#listeners.has(listener)) listener(this.#standing);
  }

  #tell(number: number, availability: Availability): void {
    for (const [listener, first] of [...this.#listeners]) {
      if (first <= number && this.#listeners.has(listener)) listener(availability);
    }
  }
}

const presences = new Map<string, Presence>();

/**
 * The answers to whether there is an Outlook, of questions that were put after the subscription; equal
 * ones as well. Never errors, never completes, emits nothing inside `subscribe`.
 */
export function presence$(asker: Asker): Observable<Availability> {
  const key = `${asker.backend.name} ${String(asker.timeout)}`;
  return new Observable((subscriber) => {
    const context = new AsyncContext(asker.ref);
    const listener = (availability: Availability): void => {
      context.runInAsyncScope(() => {
        subscriber.next(availability);
      });
    };
    let presence = presences.get(key);
    if (presence === undefined) {
      presence = new Presence(asker, () => presences.delete(key));
      presences.set(key, presence);
    }
    const joined = presence;
    joined.join(listener);
    return () => {
      joined.leave(listener);
      context.emitDestroy();
    };
  });
}
