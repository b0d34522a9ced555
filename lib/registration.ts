import { Observable, type Subscriber } from 'rxjs';
import type { Source } from './arguments.js';
import { chooseBackend } from './backend.js';
import { deadline } from './deadline.js';
import { environment } from './environment.js';
import { callFailed, environmentClosed, objectGone, timedOut } from './failures.js';
import type { Inbox, Receiver } from './inbox.js';

/**
 * One registration on behalf of one subscriber. Subclasses say what a state and a notification mean to
 * the subscriber; starting, failing and ending is the same for all.
 */
export abstract class Registration<T> implements Receiver {
  readonly #inbox: Inbox;
  readonly #backend: string;
  readonly #slot: number;
  readonly #release: () => void;
  readonly #cancelDeadline: () => void;

  /** Performs Open, GetCapabilities, Advise, GetCurrentState, in the background. */
  constructor(
    protected readonly subscriber: Subscriber<T>,
    protected readonly source: Source,
  ) {
    this.#inbox = environment();
    this.#backend = chooseBackend(source.backend, this.#inbox.binary.backends);
    const slot = this.#inbox.register(this.#backend, source.profile, this);
    if (slot === undefined) throw environmentClosed('Advise', source.profile);
    this.#slot = slot;
    this.#release = source.ref ? this.#inbox.keepAlive() : () => undefined;
    this.#cancelDeadline = deadline(this.#inbox, source.timeout, () => {
      this.subscriber.error(timedOut('Advise', source.timeout, source.profile));
    });
  }

  state(state: number): void {
    this.#cancelDeadline();
    this.read(state);
  }

  failure(operation: number, hresult: number): void {
    const { binary } = this.#inbox;
    const { profile } = this.source;
    const name = binary.operations[operation]!;
    this.subscriber.error(
      name === 'Notify'
        ? objectGone(name, hresult, profile)
        : callFailed(binary, name, hresult, profile),
    );
  }

  /** Performs the one Unadvise. Nothing is called any more when this has returned. */
  end(): void {
    this.#cancelDeadline();
    this.#inbox.unregister(this.#backend, this.#slot);
    this.#release();
  }

  abstract notification(
    phase: number,
    previous: number,
    current: number,
    timestamp: number,
    merged: number,
    phases: number,
  ): void;

  protected abstract read(state: number): void;
}

/**
 * The one place where a registration becomes an Observable: cold, one registration a subscription,
 * ended with it whatever ends it.
 */
export function fromRegistration<T>(
  register: (subscriber: Subscriber<T>) => Registration<T>,
): Observable<T> {
  // What the constructor throws, RxJS turns into the error of the stream.
  return new Observable<T>((subscriber) => {
    const registration = register(subscriber);
    return () => {
      registration.end();
    };
  });
}
