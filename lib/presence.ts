import { Observable } from 'rxjs';
import { AsyncContext } from './asyncContext.js';
import { publishError } from './channels.js';
import { OfflineStateError } from './errors.js';
import { later } from './later.js';
import { isFinal, unavailableReasonOf } from './reasons.js';
import { ask, type Asker } from './request.js';
import type { Availability } from './types.js';
import { noTarget } from './target.js';

/**
 * The time from an answer to the next question, in milliseconds. It finds what no watch reports: an Outlook
 * that hangs, a system without watches. Each question is a ping over a connection, or an attempt to
 * connect.
 */
const pollInterval = 5_000;

type Listener = (availability: Availability) => void;

/** Asks one backend for an Outlook, again and again; one question serves all listeners. */
class Presence {
  readonly #asker: Asker;
  readonly #isQuiet: boolean;
  readonly #deserted: () => void;
  /** Each listener, with the number of the first question whose answer it receives. */
  readonly #listeners = new Map<Listener, number>();
  #asked = 0;
  #isUnderWay = false;
  #isDue = false;
  #cancelPoll: (() => void) | undefined;
  #endWatch: (() => void) | undefined;
  #failed: string | undefined;
  /** The result of a question that timed out and is still open, or a final answer. */
  #standing: Availability | undefined;

  constructor(asker: Asker, deserted: () => void) {
    this.#asker = { ...asker, profile: undefined, ref: false, quiet: true };
    this.#isQuiet = asker.quiet === true;
    this.#deserted = deserted;
  }

  /** The listener receives no answer to an earlier question. */
  join(listener: Listener): void {
    this.#listeners.set(listener, this.#asked + 1);
    // Before the question, so that no change in between is missed.
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
    // One question for all who join in one turn.
    if (!this.#isUnderWay) void Promise.resolve().then(this.#askNow);
  };

  // The question is for all listeners: it runs in no async context of one of them.
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
        // The server hung, and responds now.
        this.#isDue = true;
        this.#standing = undefined;
        this.#isOver();
      },
    ).then(
      ({ hresult }) => {
        this.#failed = undefined;
        // S_FALSE: Outlook's DLL exists; no more can be known without a profile.
        this.#tell(
          number,
          hresult === 0 ? { available: true } : { available: false, reason: 'outside-outlook' },
        );
        this.#isOver();
      },
      (error: unknown) => {
        const reason = unavailableReasonOf(error);
        if (reason !== this.#failed && !this.#isQuiet) publishError(noTarget, error);
        this.#failed = reason;
        // A question that timed out is still under way: another one would wait behind it.
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

  /** Sends the standing answer to a listener that joined after it; no other answer may come. */
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
 * Emits the answers to questions that are asked after the subscription; equal ones as well. Never errors,
 * never completes, emits nothing inside `subscribe`. Publishes failures, unless `asker` is quiet.
 */
export function presence$(asker: Asker): Observable<Availability> {
  const { backend, timeout, quiet = false } = asker;
  const key = `${backend.name} ${String(timeout)} ${String(quiet)}`;
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
