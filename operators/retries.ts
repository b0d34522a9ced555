import {
  concat,
  EMPTY,
  type Observable,
  of,
  ReplaySubject,
  type SchedulerLike,
  switchMap,
  take,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { Backoff } from './backoff.js';

/** Counts one subscriber's failures, and times the retries. */
export class Retries {
  readonly #limit: number;
  readonly #delayAfter: Backoff;
  readonly #scheduler: SchedulerLike;
  readonly #online$ = new ReplaySubject<boolean>(1);
  /** The connection has gone online, and no retry has begun since. */
  #isFresh = false;
  #failures = 0;

  constructor(limit: number, delayAfter: Backoff, scheduler: SchedulerLike) {
    this.#limit = limit;
    this.#delayAfter = delayAfter;
    this.#scheduler = scheduler;
  }

  setOnline(isOnline: boolean): void {
    this.#isFresh = isOnline;
    this.#online$.next(isOnline);
  }

  statesEnd(): void {
    this.#online$.complete();
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** Emits when the next retry is due; errors when there is none. */
  after(error: unknown): Observable<unknown> {
    this.#failures += 1;
    const failure = throwError(() => error);
    if (this.#failures > this.#limit) return failure;
    const turn = this.#online$.pipe(switchMap((isOnline) => (isOnline ? this.#pause() : EMPTY)));
    return concat(turn, failure).pipe(
      take(1),
      tap(() => {
        this.#isFresh = false;
      }),
    );
  }

  #pause(): Observable<unknown> {
    return this.#isFresh ? of(true) : timer(this.#delayAfter(this.#failures), this.#scheduler);
  }
}
