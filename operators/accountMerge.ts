import {
  type Observer,
  type Subscriber,
  Subscription,
  throwError,
  type Unsubscribable,
} from 'rxjs';
import type { Accounts, AccountSource, State } from './checks.js';
import type { ConnectionStatesSummary } from './connectionStatesSummary.js';
import { Counted, Tally } from './tally.js';

/**
 * One account of one merge, and the observer of its source. One object with methods for all of it, not
 * closures: of ten thousand accounts, what each takes up decides how long an event takes.
 */
class Account<K> extends Counted<K> implements Observer<State> {
  /** What it says counts, until it has ended or was taken away. */
  isIn = true;
  subscription: Unsubscribable | undefined;

  constructor(
    name: K,
    readonly source: AccountSource,
    readonly merge: AccountMerge<K>,
  ) {
    super(name);
  }

  next(state: State): void {
    if (this.isIn) this.merge.set(this, state);
  }

  error(error: unknown): void {
    if (this.isIn) this.merge.fail(this, error);
  }

  complete(): void {
    if (this.isIn) this.merge.complete(this);
  }

  leave(): void {
    this.isIn = false;
    this.subscription?.unsubscribe();
  }
}

/** One subscriber's merge: the accounts as they are now, and the summaries that wait for `next`. */
export class AccountMerge<K> {
  readonly #subscriber: Subscriber<ConnectionStatesSummary<K>>;
  readonly #accounts = new Map<K, Account<K>>();
  readonly #tally = new Tally<K>();
  readonly #waitingSets: Accounts<K>[] = [];
  readonly #waiting: ConnectionStatesSummary<K>[] = [];
  #hasBegun = false;
  #isChanging = false;
  #hasChanged = false;
  #isDelivering = false;
  /** Accounts, and the source of their sets, that may still say something. */
  #open = 1;

  constructor(subscriber: Subscriber<ConnectionStatesSummary<K>>) {
    this.#subscriber = subscriber;
    // Also in the middle of subscribing the accounts: those that remain are not subscribed then.
    subscriber.add(() => {
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
      if (this.#hasChanged) this.#waiting.push(this.#tally.summary());
    }
    this.#isChanging = false;
    this.#deliver();
  }

  /** There will be no other set of accounts. */
  end(): void {
    this.#open -= 1;
    this.#deliver();
  }

  set(account: Account<K>, state: State): void {
    if (this.#tally.set(account, state)) this.#changed();
  }

  fail(account: Account<K>, error: unknown): void {
    this.#tally.fail(account, error);
    this.#close(account);
    this.#changed();
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
    try {
      // An observer, not piped, so that an Observable of another copy of RxJS will do.
      account.subscription = account.source.subscribe(account);
    } catch (error) {
      account.error(error); // one of RxJS never throws here, others may
    }
    if (!account.isIn)
      reporting(() => {
        account.leave();
      });
  }

  #close(account: Account<K>): void {
    account.isIn = false;
    this.#open -= 1;
  }

  /** While the set changes, all of it makes one summary. */
  #changed(): void {
    this.#hasChanged = true;
    if (!this.#isChanging) this.#deliver(this.#tally.summary());
  }

  /**
   * One at a time: what the subscriber causes inside `next` waits until that has returned. Without it,
   * of two subscribers of a shared stream the second would see the later summary first. A loop, so that
   * the stack does not grow with what waits.
   */
  #deliver(newest?: ConnectionStatesSummary<K>): void {
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
    throwError(() => error).subscribe();
  }
}
