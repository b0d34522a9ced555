import { Observable, type Subscriber } from 'rxjs';
import type { Source } from './arguments.js';
import { AsyncContext } from './asyncContext.js';
import { chooseBackend } from './backend.js';
import type { Explanation, Realm } from './binary.cjs';
import { type AdvisedTarget, publish, publishError } from './channels.js';
import { deadline } from './deadline.js';
import { environment } from './environment.js';
import { callFailed, objectLost, timedOut } from './failures.js';
import type { OfflineStateError } from './errors.js';
import type { Inbox } from './inbox.js';
import type { Asker } from './request.js';
import { ReadingLimit } from './readingLimit.js';
import { Route, type Routed } from './route.js';
import type { AnsweringBackend } from './types.js';

/**
 * One registration for one subscriber, on the JavaScript thread. Subclasses interpret states and
 * notifications; starting, failing and ending is the same for all.
 */
export abstract class Registration<T> extends AsyncContext implements Routed {
  // Hot fields first, and without the source: with thousands of registrations in turn, each object that is
  // read counts.
  protected readonly subscriber: Subscriber<T>;
  protected readonly profile: string;
  protected readonly source: Source;
  readonly #inbox: Inbox;
  readonly #route: Route;
  #hasSnapshot = false;
  protected isEnded = false;
  /** Cancels the time limit of the start; cleared by the snapshot. */
  #cancelDeadline: (() => void) | undefined;
  /** Made for the first re-reading, to save memory: most registrations are idle. */
  #readings: ReadingLimit | undefined;

  /**
   * Performs Open, GetCapabilities, Advise and GetCurrentState asynchronously. `listens`: to the list of the
   * profile's accounts, too.
   */
  constructor(subscriber: Subscriber<T>, source: Source, listens = false) {
    super(source.ref);
    this.subscriber = subscriber;
    this.profile = source.profile;
    this.source = source;
    try {
      const inbox = environment();
      const backend = chooseBackend(source.backend, inbox.binary.backends);
      this.#inbox = inbox;
      this.#route = new Route(inbox, backend, source, listens, this);
      this.#route.begin();
    } catch (error) {
      this.emitDestroy();
      throw error;
    }
    publish('rx-outlook:advise', () => this.#about());
    if (source.ref) this.#inbox.hold();
  }

  begun(): void {
    // The snapshot may have arrived before the end of the turn.
    if (this.#hasSnapshot) return;
    this.#cancelDeadline = deadline(this.#inbox, this.source.timeout, () => {
      this.#timedOut(this.#route.lease!.operation());
    });
  }

  #timedOut(operation: string): void {
    const error = timedOut(operation, this.source.timeout, this.source);
    this.runInAsyncScope(() => {
      this.fail(error);
    });
  }

  protected fail(error: OfflineStateError): void {
    publishError(this.source, error);
    if (!this.subscriber.closed) this.subscriber.error(error); // a listener of the channel may have unsubscribed
  }

  #about(): AdvisedTarget {
    const { profile, account } = this.source;
    const backend = this.#route.backend.name;
    return account === undefined ? { profile, backend } : { profile, account, backend };
  }

  state(state: number, way: number): void {
    if (!this.#hasSnapshot) {
      this.#hasSnapshot = true;
      this.#endDeadline();
      this.#route.answered(way);
    }
    this.read(state);
  }

  /** The backend that answers now; `undefined` before the snapshot. */
  protected get answeredBy(): AnsweringBackend | undefined {
    return this.#route.answeredBy;
  }

  rerouted(state: number): void {
    this.#endReadings();
    publish('rx-outlook:advise', () => this.#about());
    publish('rx-outlook:unadvise', () => this.#about());
    if (!this.isEnded) this.read(state);
  }

  /** Whether the registration continues after this failure of its connection. */
  protected isMovedBy(hresult: number): boolean {
    return this.#route.isMovedBy(hresult);
  }

  overflow(merged: number): void {
    publish('rx-outlook:overflow', () => ({ ...this.#about(), merged }));
  }

  reading(number: number): void {
    this.#readings ??= new ReadingLimit(
      this.#inbox,
      this.source.timeout,
      (one) => this.#route.lease!.isReadingDone(one),
      () => {
        this.#timedOut('GetCurrentState');
      },
    );
    this.#readings.due(number);
  }

  failure(operation: number, hresult: number): void {
    const name = this.#inbox.binary.operations[operation]!;
    const error = this.failureOf(name, hresult, this.#route.lease!.explanation());
    if (!this.isMovedBy(hresult)) {
      this.fail(error);
      return;
    }
    this.#endReadings();
    this.#route.move(() => {
      this.runInAsyncScope(() => {
        this.fail(error);
      });
    });
  }

  /** Returns the asker for further requests of this registration's backend. */
  protected asker(): Asker {
    return { ...this.source, inbox: this.#inbox, backend: this.#route.backend };
  }

  /** Overridden where the registration listens to the list of accounts. */
  accountsChanged(): void {
    // Ignored.
  }

  protected failureOf(operation: string, hresult: number, why?: Explanation): OfflineStateError {
    const { profile, account } = this.source;
    const call = { binary: this.#inbox.binary, operation, profile, account, why };
    return operation === 'Notify' ? objectLost(call, hresult) : callFailed(call, hresult);
  }

  profileClosed(backend: string, profile: string, realm: Realm): void {
    if (profile !== this.profile || backend !== this.#route.backend.name) return;
    if (realm !== this.#inbox.realm) return;
    this.runInAsyncScope(() => {
      this.closed();
    });
  }

  /** Ends without an event: the program itself closed the profile. */
  protected closed(): void {
    this.end();
  }

  /** Has the one Unadvise performed, at the next flush. The subscriber is not called after `end` has returned. */
  end(): void {
    if (this.isEnded) return; // already ended by `closed`
    this.isEnded = true;
    this.#endDeadline();
    this.#endReadings();
    this.#route.end();
    this.emitDestroy();
    publish('rx-outlook:unadvise', () => this.#about());
    if (this.source.ref) this.#inbox.release();
  }

  /** The lease, whose readings they are, ends. */
  #endReadings(): void {
    this.#readings?.cancel();
    this.#readings = undefined;
  }

  #endDeadline(): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
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
 * Makes an Observable of a registration: cold, one registration for each subscription, ended with it in
 * every case. No other function subscribes to the binary.
 */
export function fromRegistration<T>(
  source: Source,
  register: (subscriber: Subscriber<T>) => Registration<T>,
): Observable<T> {
  return new Observable<T>((subscriber) => {
    let registration: Registration<T>;
    try {
      registration = register(subscriber);
    } catch (error) {
      publishError(source, error);
      throw error; // RxJS errors the stream with it
    }
    return () => {
      registration.end();
    };
  });
}
