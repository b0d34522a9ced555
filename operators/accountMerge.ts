import { map, type Observable, type Observer, type Subscriber, Subscription } from 'rxjs';
import type { Accounts, AccountSource } from './accounts.js';
import type { State } from './checks.js';
import { type ConnectionStateLike, stateOf } from './connectionStateLike.js';
import type { ConnectionStatesSummary } from './connectionStatesSummary.js';
import { report } from './report.js';
import { Counted, Tally } from './tally.js';
import { toObservable } from './toObservable.js';

/**
 * One account of one merge, and the observer of its source. One object with methods for all of it, not
 * closures: of ten thousand accounts, what each takes up decides how long an event takes.
 */
class Account<K> extends Counted<K> implements Observer<ConnectionStateLike> {
  /** What it says counts, until it has ended or was taken away. */
  isIn = true;
  subscription: Subscription | undefined;

  constructor(
    name: K,
    readonly source: AccountSource,
    readonly merge: AccountMerge<K, unknown>,
  ) {
    super(name);
  }

  next(like: ConnectionStateLike): void {
    if (!this.isIn) return;
    let state: State;
    // Not by a map in front: this runs at every event, and that would cost it half as much again.
    try {
      state = stateOf(like);
    } catch (error) {
      this.error(error);
      reporting(() => this.subscription?.unsubscribe());
      return;
    }
    this.merge.set(this, state);
  }

  error(error: unknown): void {
    if (this.isIn) this.merge.fail(this, error);
  }

  /** It has failed, and is tried again. */
  stumble(error: unknown): void {
    if (this.isIn) this.merge.stumble(this, error);
  }

  complete(): void {
    if (this.isIn) this.merge.complete(this);
  }

  leave(): void {
    this.isIn = false;
    this.subscription?.unsubscribe();
  }
}

/** What is different from one merge to another. */
export interface MergeRules<K, O> {
  readonly overall: (accounts: ConnectionStatesSummary<K>) => O;
  /** Tries a source again when it fails, and says so of each failure; or nothing of the kind. */
  readonly retrying:
    (<T>(source$: Observable<T>, failed: (error: unknown) => void) => Observable<T>) | undefined;
}

/** One subscriber's merge: the accounts as they are now, and the summaries that wait for `next`. */
export class AccountMerge<K, O> {
  readonly #subscriber: Subscriber<ConnectionStatesSummary<K, O>>;
  readonly #rules: MergeRules<K, O>;
  readonly #accounts = new Map<K, Account<K>>();
  readonly #tally: Tally<K, O>;
  readonly #waitingSets: Accounts<K>[] = [];
  readonly #waiting: ConnectionStatesSummary<K, O>[] = [];
  #hasBegun = false;
  #isChanging = false;
  #hasChanged = false;
  #isDelivering = false;
  /** Left, or told of its end: `closed` says so only when those who hear of the end have returned. */
  #isOver = false;
  /** Accounts, and the source of their sets, that may still say something. */
  #open = 1;

  constructor(subscriber: Subscriber<ConnectionStatesSummary<K, O>>, rules: MergeRules<K, O>) {
    this.#subscriber = subscriber;
    this.#rules = rules;
    this.#tally = new Tally(rules.overall);
    // Also in the middle of subscribing the accounts: those that remain are not subscribed then.
    subscriber.add(() => {
      this.#beOver();
      const all = new Subscription();
      for (const account of this.#accounts.values())
        all.add(() => {
          account.leave();
        });
      this.#accounts.clear();
      all.unsubscribe(); // one that throws keeps none of the others; RxJS tells of all of them
    });
  }

  /** From now on these are the accounts; those that stay are untouched. One summary, if any is new. */
  replace(accounts: Accounts<K>): void {
    this.#waitingSets.push(accounts);
    if (this.#isChanging) return; // an account made its source emit while it was being subscribed
    this.#isChanging = true;
    for (let set = this.#waitingSets.shift(); set !== undefined; set = this.#waitingSets.shift()) {
      this.#hasChanged = !this.#hasBegun;
      this.#hasBegun = true;
      this.#removeOthers(set);
      this.#addNew(set);
      const summary = this.#hasChanged ? this.#summary(undefined) : undefined;
      if (summary !== undefined) this.#waiting.push(summary);
    }
    this.#isChanging = false;
    this.#deliver();
  }

  /** There will be no other set of accounts. */
  end(): void {
    this.#open -= 1;
    this.#deliver();
  }

  /** Ends the merge. What an account fails with does not: `fail`. */
  error(error: unknown): void {
    if (this.#isOver) return;
    this.#beOver();
    this.#subscriber.error(error);
  }

  set(account: Account<K>, state: State): void {
    if (this.#tally.set(account, state)) this.#changed(account);
  }

  stumble(account: Account<K>, error: unknown): void {
    if (this.#tally.fail(account, error)) this.#changed(account);
  }

  fail(account: Account<K>, error: unknown): void {
    this.#close(account);
    if (this.#tally.fail(account, error)) this.#changed(account);
    else this.#deliver(); // it was told when the last attempt failed
  }

  complete(account: Account<K>): void {
    this.#close(account);
    this.#deliver();
  }

  #removeOthers(accounts: Accounts<K>): void {
    for (const [name, account] of this.#accounts) {
      if (accounts.get(name) === account.source) continue;
      this.#accounts.delete(name);
      this.#tally.remove(account);
      this.#hasChanged = true;
      if (account.isIn) this.#close(account);
      reporting(() => {
        account.leave();
      });
    }
  }

  #addNew(accounts: Accounts<K>): void {
    for (const [name, source] of accounts) {
      if (this.#subscriber.closed) return;
      if (!this.#accounts.has(name)) this.#add(new Account(name, source, this));
    }
  }

  #add(account: Account<K>): void {
    this.#accounts.set(account.name, account);
    this.#tally.add(account);
    this.#hasChanged = true;
    this.#open += 1;
    account.subscription = this.#observableOf(account).subscribe(account);
    if (!account.isIn)
      reporting(() => {
        account.leave();
      });
  }

  #observableOf(account: Account<K>): Observable<ConnectionStateLike> {
    const source$ = toObservable(account.source);
    const { retrying } = this.#rules;
    if (retrying === undefined) return source$;
    // What is no state is a failure of its source, and tried again like any other.
    return retrying(source$.pipe(map(stateOf)), (error) => {
      account.stumble(error);
    });
  }

  #close(account: Account<K>): void {
    account.isIn = false;
    this.#open -= 1;
  }

  /** While the set changes, all of it makes one summary. */
  #changed(account: Account<K>): void {
    this.#hasChanged = true;
    if (!this.#isChanging) this.#deliver(this.#summary(account.name));
  }

  /** None when the policy fails, which ends the merge; nor when that has ended, and the policy is not asked. */
  #summary(changed: K | undefined): ConnectionStatesSummary<K, O> | undefined {
    if (this.#isOver) return undefined;
    try {
      return this.#tally.summary(changed);
    } catch (error) {
      this.error(error);
      return undefined;
    }
  }

  #beOver(): void {
    this.#isOver = true;
    this.#waitingSets.length = 0;
    this.#waiting.length = 0;
  }

  /**
   * One at a time: what the subscriber causes inside `next` waits until that has returned. Without it,
   * of two subscribers of a shared stream the second would see the later summary first. A loop, so that
   * the stack does not grow with what waits.
   */
  #deliver(newest?: ConnectionStatesSummary<K, O>): void {
    if (this.#isDelivering || this.#isChanging) {
      if (newest !== undefined) this.#waiting.push(newest);
      return;
    }
    this.#isDelivering = true;
    for (let next = newest ?? this.#waiting.shift(); next !== undefined;) {
      this.#subscriber.next(next);
      next = this.#waiting.shift();
    }
    this.#isDelivering = false;
    if (this.#open === 0) this.#subscriber.complete();
  }
}

/** What an account's teardown throws is reported as RxJS reports it, and ends nobody else's account. */
function reporting(teardown: () => void): void {
  try {
    teardown();
  } catch (error) {
    report(error);
  }
}
