import { map, type Observable, type Observer, type Subscription } from 'rxjs';
import type { AccountSource } from './accounts.js';
import type { State } from './checks.js';
import { type ConnectionStateLike, stateOf } from './connectionStateLike.js';
import { reporting } from './report.js';
import { Counted } from './tally.js';
import { toObservable } from './toObservable.js';

/** Retries a source that fails, and calls `failed` at each failure. */
export type Retrying = <T>(
  source$: Observable<T>,
  failed: (error: unknown) => void,
) => Observable<T>;

/** Receives what an account reports; the merge, as an account knows it. */
export interface AccountOwner<K> {
  set(account: Account<K>, state: State): void;
  /** Reports a failure that is retried. */
  stumble(account: Account<K>, error: unknown): void;
  fail(account: Account<K>, error: unknown): void;
  complete(account: Account<K>): void;
}

/**
 * One account of one merge, and the observer of its source. One object with methods instead of closures:
 * with ten thousand accounts, the memory of each decides how long an event takes.
 */
export class Account<K> extends Counted<K> implements Observer<ConnectionStateLike> {
  #isIn = true;
  #subscription: Subscription | undefined;

  constructor(
    name: K,
    readonly source: AccountSource,
    readonly owner: AccountOwner<K>,
  ) {
    super(name);
  }

  /** False after the account has ended or left; it reports nothing then. */
  get isIn(): boolean {
    return this.#isIn;
  }

  subscribe(retrying: Retrying | undefined): void {
    this.#subscription = this.#states(retrying).subscribe(this);
    if (!this.#isIn) this.leaveReporting(); // left inside `subscribe`, without a subscription to end
  }

  next(like: ConnectionStateLike): void {
    if (!this.#isIn) return;
    let state: State;
    // No `map` in front: it would make every event half as slow again.
    try {
      state = stateOf(like);
    } catch (error) {
      this.error(error);
      this.leaveReporting();
      return;
    }
    this.owner.set(this, state);
  }

  error(error: unknown): void {
    if (!this.#isIn) return;
    this.#isIn = false;
    this.owner.fail(this, error);
  }

  complete(): void {
    if (!this.#isIn) return;
    this.#isIn = false;
    this.owner.complete(this);
  }

  /** Unsubscribes from the source; throws what the source's teardown throws. */
  leave(): void {
    this.#isIn = false;
    this.#subscription?.unsubscribe();
  }

  /** Does the same, but reports what the teardown throws, so that it costs no other account anything. */
  leaveReporting(): void {
    reporting(() => {
      this.leave();
    });
  }

  #states(retrying: Retrying | undefined): Observable<ConnectionStateLike> {
    const source$ = toObservable(this.source);
    if (retrying === undefined) return source$;
    // Mapped first: a value without a state is a failure of its source, and is retried like any other.
    return retrying(source$.pipe(map(stateOf)), (error) => {
      if (this.#isIn) this.owner.stumble(this, error);
    });
  }
}
