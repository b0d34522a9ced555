import { firstValueFrom, map, merge, type Observable, type Subscriber } from 'rxjs';
import type { Source } from './arguments.js';
import { fromRegistration, Registration } from './registration.js';
import { abortionOf } from './signals.js';
import { doneBit, donePhase, nameOfState, startPhase } from './states.js';
import type { ConnectionState } from './types.js';

/** A change that the offline object can request. */
export interface Change {
  readonly source: Source;
  readonly target: ConnectionState;
  /**
   * Resolves when the change is accepted. Calls `reached` in the order of the records, just before the
   * object is asked.
   */
  request(reached: () => void): Promise<void>;
  currentState(): Promise<ConnectionState | 'unknown'>;
}

/** MAPI_E_OBJECT_DELETED. */
const objectDeleted = 0x8004_010a | 0;

/**
 * Requests the change after it is registered, and emits when the change is complete. Ignores notifications
 * from before the request; after its acceptance no other change is under way. Between the two readings of
 * the state, changes of others look like our change followed by one of theirs, and so do merged and re-read
 * states: the change counts as complete after the target was reached. That may be a moment early, but never
 * waits for a DONE that has passed.
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
    // A merged notification may contain our DONE and end in another state.
    if ((isTarget && phase === donePhase) || (merged > 1 && (phases & doneBit) !== 0)) {
      this.#completed();
    }
  }

  /** Fails: the caller's promise must not stay pending. */
  protected override closed(): void {
    this.fail(this.failureOf('Notify', objectDeleted));
  }

  async #request(): Promise<void> {
    await this.#change.request(() => {
      this.#isRequested = true;
    });
    this.#isAccepted = true;
    if (this.#isComplete) this.#completed();
    // A change to the present state notifies of nothing. START would have come by now.
    else if (!this.subscriber.closed) this.#reached(await this.#change.currentState());
  }

  #reached(state: ConnectionState | 'unknown' | undefined): void {
    if (state === this.#change.target && !this.#isUnderWay) this.#completed();
  }

  #completed(): void {
    this.#isComplete = true;
    // The request may still run: the caller gave up, or the notification came first.
    if (this.#isAccepted && !this.subscriber.closed) this.subscriber.next();
  }
}

/**
 * Makes a change and resolves when it is complete. FLAG_BLOCK would do that in one call, but would delay
 * every other call; so a registration, made before the request, watches for DONE.
 */
export function completedChange(change: Change, signal: AbortSignal | undefined): Promise<void> {
  const complete$ = fromRegistration(
    change.source,
    (subscriber: Subscriber<void>) => new CompletedChange(subscriber, change),
  );
  return unlessAborted(complete$, signal);
}

/**
 * Resolves at the first value of `work$`, or rejects with the signal's reason; both unsubscribe from
 * `work$`.
 */
export function unlessAborted(
  work$: Observable<unknown>,
  signal: AbortSignal | undefined,
): Promise<void> {
  return firstValueFrom(merge(abortionOf(signal), work$).pipe(map(() => undefined)));
}
