import { Subscription, type Subscriber, type Unsubscribable } from 'rxjs';
import type { Accounts, AccountSource } from './checks.js';
import type { ConnectionStatesSummary } from './connectionStatesSummary.js';
import { type Counted, Tally } from './tally.js';

interface Account<K> {
  readonly source: AccountSource;
  readonly counted: Counted<K>;
  /** Set while it belongs to the merge: what it says afterwards counts no more. */
  isIn: boolean;
  subscription?: Unsubscribable;
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
    subscriber.add(
      new Subscription(() => {
        for (const account of this.#accounts.values()) leave(account);
        this.#accounts.clear();
      }),
    );
  }

  /** From now on these are the accounts; those that stay are untouched. One summary, if any is new. */
  replace(accounts: Accounts<K>): void {
    this.#waitingSets.push(accounts);
    if (this.#isChanging) return; // an account made its source emit while it was being subscribed
    this.#isChanging = true;
    for (
      let next = this.#waitingSets.shift();
      next !== undefined;
      next = this.#waitingSets.shift()
    ) {
      this.#hasChanged = !this.#hasBegun;
      this.#hasBegun = true;
      this.#removeOthers(next);
      this.#addNew(next);
      if (this.#hasChanged) this.#waiting.push(this.#tally.summary());
    }
    this.#isChanging = false;
    this.#deliver();
  }

  /** There will be no other set of accounts. */
  end(): void {
    this.#close();
    this.#deliver();
  }

  #removeOthers(accounts: Accounts<K>): void {
    for (const [name, account] of this.#accounts) {
      if (accounts.get(name) === account.source) continue;
      this.#accounts.delete(name);
      this.#tally.remove(account.counted);
      this.#hasChanged = true;
      if (account.isIn) this.#close();
      leave(account);
    }
  }

  #addNew(accounts: Accounts<K>): void {
    for (const [name, source] of accounts) {
      if (this.#subscriber.closed) return;
      if (!this.#accounts.has(name)) this.#add(name, source);
    }
  }

  #add(name: K, source: AccountSource): void {
    const counted = this.#tally.add(name);
    const account: Account<K> = { source, counted, isIn: true };
    this.#accounts.set(name, account);
    this.#hasChanged = true;
    this.#open += 1;
    // A plain observer, so that an Observable of another copy of RxJS will do.
    account.subscription = source.subscribe({
      next: (state) => {
        if (account.isIn && this.#tally.set(counted, state)) this.#changed();
      },
      error: (error: unknown) => {
        if (!account.isIn) return;
        this.#tally.fail(counted, error);
        this.#ended(account);
        this.#changed();
      },
      complete: () => {
        if (!account.isIn) return;
        this.#ended(account);
        this.#deliver();
      },
    });
    if (!account.isIn) account.subscription.unsubscribe();
  }

  #ended(account: Account<K>): void {
    account.isIn = false;
    this.#close();
  }

  #close(): void {
    this.#open -= 1;
  }

  /** While the set changes, all of it makes one summary. */
  #changed(): void {
    this.#hasChanged = true;
    if (this.#isChanging) return;
    this.#deliver(this.#tally.summary());
  }

  /**
   * One at a time: what the subscriber causes inside `next` waits until that has returned. Without it,
   * of two subscribers of a shared stream the second would see the later summary first. A loop, so that
   * the stack does not grow with what waits.
   */
  #deliver(first?: ConnectionStatesSummary<K>): void {
    if (this.#isDelivering || this.#isChanging) {
      if (first !== undefined) this.#waiting.push(first);
      return;
    }
    this.#isDelivering = true;
    for (
      let next = first ?? this.#waiting.shift();
      next !== undefined;
      next = this.#waiting.shift()
    ) {
      this.#subscriber.next(next);
    }
    this.#isDelivering = false;
    if (this.#open === 0) this.#subscriber.complete();
  }
}

function leave(account: Account<unknown>): void {
  account.isIn = false;
  account.subscription?.unsubscribe();
}
