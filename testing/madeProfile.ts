import { accountTypes } from '../lib/accountTypes.js';
import { checkProfile } from '../lib/arguments.js';
import type { Binary, EmbeddedProfile } from '../lib/binary.cjs';
import { invalidArgValue } from '../lib/errors.js';
import type { AccountType } from '../lib/types.js';
import { addCounters } from './counters.js';
import { RemovedAccounts } from './removedAccounts.js';
import type { Counters } from './types.js';

/** One profile that a handle has made, and its accounts by their names. */
export class MadeProfile {
  readonly #binary: Binary;
  readonly #name: string;
  readonly native: EmbeddedProfile;
  #accounts = new Map<string, EmbeddedProfile>();
  readonly #removed = new RemovedAccounts();

  constructor(binary: Binary, name: string, native: EmbeddedProfile) {
    this.#binary = binary;
    this.#name = name;
    this.native = native;
  }

  get accounts(): readonly string[] {
    return [...this.#accounts.keys()];
  }

  /** Removes the profile, and its accounts with it. */
  end(): void {
    this.native.remove();
    for (const [name, account] of this.#accounts) this.#removed.add(name, account);
    this.#accounts.clear();
  }

  /** Returns the name that the account has received. */
  add(account: string, type: AccountType): string {
    const made = this.#make(account, accountTypes.indexOf(type));
    const name = made.name();
    this.#removed.forget(name);
    this.#accounts.set(name, made);
    return name;
  }

  remove(account: string): void {
    const made = this.#present(account);
    this.native.removeAccount(account);
    this.#accounts.delete(account);
    this.#removed.add(account, made);
  }

  /** Returns the name that the account has received. */
  rename(account: string, wanted: string): string {
    this.#present(account);
    const name = this.native.renameAccount(account, checkProfile(wanted, 'name'));
    if (name === '') throw this.#isGone(); // removed with its profile
    this.#removed.forget(name);
    const renamed = [...this.#accounts].map(
      ([one, native]) => [one === account ? name : one, native] as const,
    );
    this.#accounts = new Map(renamed);
    return name;
  }

  /** Returns the profile's object, or the one of an account, removed or not. */
  object(account: string | undefined): EmbeddedProfile {
    if (account === undefined) return this.native;
    return this.#removed.get(account) ?? this.#present(account);
  }

  /** Counts of the profile and of every account that it has or had. */
  counters(): Counters {
    return [this.native, ...this.#accounts.values()]
      .map((one): Counters => one.counters())
      .reduce(addCounters, this.#removed.counters());
  }

  #make(account: string, type: number): EmbeddedProfile {
    try {
      return new this.#binary.EmbeddedProfile(account, undefined, undefined, this.native, type);
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== 'ENOENT') throw cause;
      throw this.#isGone();
    }
  }

  #present(account: string): EmbeddedProfile {
    const known = this.#accounts.get(account);
    if (known === undefined) {
      throw invalidArgValue('account', `must be one of the profile's accounts`, account);
    }
    return known;
  }

  #isGone(): Error {
    return new Error(
      `The profile "${this.#name}" has been removed, and its accounts with it: call addProfile first.`,
    );
  }
}
