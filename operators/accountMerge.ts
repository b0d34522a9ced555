import { type Subscriber, Subscription } from 'rxjs';
import { Account, type AccountOwner, type Retrying } from './account.js';
import type { Accounts, AccountSource } from './accounts.js';
import type { State } from './checks.js';
import type { ConnectionStatesSummary } from './connectionStatesSummary.js';
import { InTurn } from './inTurn.js';
import { Outlet } from './outlet.js';
import { Tally } from './tally.js';

/** The options of a merge. */
export interface MergeRules<K, O> {
  readonly overall: (accounts: ConnectionStatesSummary<K>) => O;
  /** How an account that fails is retried; `undefined` for not at all. */
  readonly retrying: Retrying | undefined;
}

/**
 * Merges the accounts of the newest set for one subscriber. Keeps the order: sets, their summary, then
 * `next`.
 */
export class AccountMerge<K, O> implements AccountOwner<K> {
  readonly #subscriber: Subscriber<ConnectionStatesSummary<K, O>>;
  readonly #outlet: Outlet<ConnectionStatesSummary<K, O>>;
  readonly #rules: MergeRules<K, O>;
  readonly #accounts = new Map<K, Account<K>>();
  readonly #tally: Tally<K, O>;
  readonly #sets: InTurn<Accounts<K>>;
  /** Summaries that wait for `next`. */
  readonly #waiting: ConnectionStatesSummary<K, O>[] = [];
  #hasBegun = false;
  #hasChanged = false;
  /** Counts the accounts, and the source of the sets, that have not ended. */
  #open = 1;

  constructor(subscriber: Subscriber<ConnectionStatesSummary<K, O>>, rules: MergeRules<K, O>) {
    this.#subscriber = subscriber;
    this.#rules = rules;
    this.#tally = new Tally(rules.overall);
    // An account may make the source of the sets emit while it is being subscribed: that set waits.
    this.#sets = new InTurn((set) => {
      this.#apply(set);
    });
    this.#outlet = new Outlet(subscriber, () => {
      this.#sets.clear();
      this.#waiting.length = 0;
    });
    // May run while accounts are being subscribed: the others are not subscribed then.
    subscriber.add(() => {
      const all = new Subscription();
      for (const account of this.#accounts.values())
        all.add(() => {
          account.leave();
        });
      this.#accounts.clear();
      all.unsubscribe(); // leaves all, though one throws; RxJS reports every error
    });
  }

  /** Replaces the set of accounts. Those that stay are untouched; a change makes one summary. */
  replace(accounts: Accounts<K>): void {
    if (this.#sets.add(accounts)) this.#deliver();
  }

  /** Ends the sequence of sets. */
  end(): void {
    this.#open -= 1;
    this.#deliver();
  }

  /** Ends the merge; a failure of an account does not (`fail`). */
  error(error: unknown): void {
    this.#outlet.error(error);
  }

  set(account: Account<K>, state: State): void {
    if (this.#tally.set(account, state)) this.#changed(account);
  }

  stumble(account: Account<K>, error: unknown): void {
    if (this.#tally.fail(account, error)) this.#changed(account);
  }

  fail(account: Account<K>, error: unknown): void {
    this.#open -= 1;
    if (this.#tally.fail(account, error)) this.#changed(account);
    else this.#deliver(); // the last attempt reported the same error
  }

  complete(): void {
    this.#open -= 1;
    this.#deliver();
  }

  #apply(set: Accounts<K>): void {
    this.#hasChanged = !this.#hasBegun;
    this.#hasBegun = true;
    this.#replaceOthers(set);
    this.#addNew(set);
    const summary = this.#hasChanged ? this.#summary(undefined) : undefined;
    if (summary !== undefined) this.#waiting.push(summary);
  }

  /** Removes what is not in the set; an account whose source is there under a new name is renamed. */
  #replaceOthers(set: Accounts<K>): void {
    const others = [...this.#accounts.values()].filter(
      ({ name, source }) => set.get(name) !== source,
    );
    if (others.length === 0) return;
    this.#hasChanged = true;
    const newNames = this.#newNames(set);
    const renamed: (() => void)[] = [];
    const leaving: Account<K>[] = [];
    for (const account of others) {
      this.#accounts.delete(account.name);
      const error = this.#tally.remove(account);
      const name = newNames.get(account.source)?.shift();
      if (name === undefined) leaving.push(account);
      else
        renamed.push(() => {
          account.rename(name);
          this.#accounts.set(name, account);
          this.#tally.add(account, error);
        });
    }
    // After all are removed: two accounts may have exchanged their names. Before any is left: a teardown may
    // end the merge, which leaves the accounts that it has then.
    for (const add of renamed) add();
    for (const account of leaving) {
      if (account.isIn) this.#open -= 1;
      account.leaveReporting();
    }
  }

  /** Returns the names of the set that have no account yet, by their sources. */
  #newNames(set: Accounts<K>): Map<AccountSource, K[]> {
    const names = new Map<AccountSource, K[]>();
    for (const [name, source] of set) {
      if (this.#accounts.get(name)?.source === source) continue;
      const known = names.get(source);
      if (known === undefined) names.set(source, [name]);
      else known.push(name);
    }
    return names;
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
    account.subscribe(this.#rules.retrying);
  }

  /** Makes a summary of each change, except while a set is applied: that makes one for all its changes. */
  #changed(account: Account<K>): void {
    this.#hasChanged = true;
    if (!this.#sets.isBusy) this.#deliver(this.#summary(account.name));
  }

  /** Returns `undefined` after the end, without a call of the policy; a policy that throws ends the merge. */
  #summary(changed: K | undefined): ConnectionStatesSummary<K, O> | undefined {
    if (this.#outlet.isOver) return undefined;
    try {
      return this.#tally.summary(changed);
    } catch (error) {
      this.error(error);
      return undefined;
    }
  }

  #deliver(newest?: ConnectionStatesSummary<K, O>): void {
    if (newest !== undefined) this.#waiting.push(newest);
    if (this.#sets.isBusy || !this.#outlet.handOut(this.#giveNext)) return;
    if (this.#open === 0) this.#outlet.complete();
  }

  readonly #giveNext = (): boolean => {
    const summary = this.#waiting.shift();
    if (summary === undefined) return false;
    this.#outlet.next(summary);
    return true;
  };
}
