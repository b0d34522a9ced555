import { firstValueFrom, map, merge, type Observable, type Subscriber } from 'rxjs';
import type { Source } from './arguments.js';
import { fromRegistration, Registration } from './registration.js';
import { abortionOf } from './signals.js';
import { doneBit, donePhase, nameOfState, startPhase } from './states.js';
import type { ConnectionState } from './types.js';

/** A change as the object that makes it can ask for it. */
export interface Change {
  readonly source: Source;
  readonly target: ConnectionState;
  /**
   * Resolves when the change is accepted. `reached` is called in the order of the records, just before
   * the object is asked.
   */
  request(reached: () => void): Promise<void>;
  currentState(): Promise<ConnectionState | 'unknown'>;
}

/** MAPI_E_OBJECT_DELETED. */
const objectDeleted = 0x8004_010a | 0;

/**
 * Makes the change once it is registered, and emits when that is complete. What is notified before the
 * request is no answer to it; from its acceptance on there is no other change under way. What others do
 * between the two looks the same as our change and one of theirs after it, and so do merged and re-read
 * states: then it counts as complete once the target was reached. A moment early, but nobody waits for a
 * DONE that has passed.
 */
class CompletedChange extends Registration<void> {
  readonly #change: Change;
  #isSent = false;
  #isRequested = false;
  #isAccepted = false;
  #isUnderWay = false;
  #isComplete = false;

  constructor(subscriber: Subscriber<void>, change: Change) {
    super(subscriber, change.source);
    this.#change = change;
  }

  protected override read(state: number): void {
    if (!this.#isSent) {
      this.#isSent = true;
      this.#request().catch((error: unknown) => {
        if (!this.subscriber.closed) this.subscriber.error(error);
      });
    } else if (this.#isRequested) {
      this.#reached(nameOfState(state));
    }
  }

  override notification(
    phase: number,
    _previous: number,
    current: number,
    _timestamp: number,
    merged: number,
    phases: number,
  ): void {
    if (!this.#isRequested) return;
    const isTarget = nameOfState(current) === this.#change.target;
    if (isTarget && phase === startPhase && merged === 1) this.#isUnderWay = true;
    // A merged notification may hold our DONE inside, and have gone on to another state since.
    if ((isTarget && phase === donePhase) || (merged > 1 && (phases & doneBit) !== 0)) {
      this.#completed();
    }
  }

  /** Who waits for the change has a promise, which must not stay open. */
  protected override closed(): void {
    this.fail(this.failureOf('Notify', objectDeleted));
  }

  async #request(): Promise<void> {
    await this.#change.request(() => {
      this.#isRequested = true;
    });
    this.#isAccepted = true;
    if (this.#isComplete) this.#completed();
    // When there was nothing to change, nobody notifies of it. START would have come by now.
    else if (!this.subscriber.closed) this.#reached(await this.#change.currentState());
  }

  #reached(state: ConnectionState | 'unknown' | undefined): void {
    if (state === this.#change.target && !this.#isUnderWay) this.#completed();
  }

  #completed(): void {
    this.#isComplete = true;
    // The request outlives who waits for it: he has given up, or what was notified has been quicker.
    if (this.#isAccepted && !this.subscriber.closed) this.subscriber.next();
  }
}

/**
 * Makes a change and resolves when it is complete. FLAG_BLOCK would do that in one call and hold up
 * every other one; so a registration of its own, made before the request, watches for DONE.
 */
export function completedChange(change: Change, signal: AbortSignal | undefined): Promise<void> {
  const complete$ = fromRegistration(
    change.source,
    (subscriber: Subscriber<void>) => new CompletedChange(subscriber, change),
  );
  return unlessAborted(complete$, signal);
}

/** The first value of `work$`, or a rejection with the signal's reason; either ends `work$`. */
export function unlessAborted(
  work$: Observable<unknown>,
  signal: AbortSignal | undefined,
): Promise<void> {
  return firstValueFrom(merge(abortionOf(signal), work$).pipe(map(() => undefined)));
}
