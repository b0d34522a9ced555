import { defer, type InteropObservable, type Observable } from 'rxjs';
import { accountTypes } from './accountTypes.js';
import type { Source } from './arguments.js';
import type { ListedAccount } from './binary.cjs';
import { statusOf } from './connectionStatus.js';
import { inspected, inspection, type InspectArguments } from './inspection.js';
import type { AccountType, ConnectionStatus } from './types.js';

/**
 * An account of a profile, as {@link accounts$} lists it; within one subscription the same object as long as
 * the account exists. It is a source of its status: RxJS's `from` and every operator of this package accept it in place of
 * `status$`.
 *
 * @public
 */
export interface Account extends InteropObservable<ConnectionStatus> {
  /**
   * Its name, unique in the profile: of two accounts with one name, the second has `' (2)'` after it.
   * Follows a rename while `accounts$` is subscribed.
   */
  readonly name: string;
  /** The kind of its mail server. */
  readonly type: AccountType;
  /**
   * Its {@link connectionStatus$}, with the options of `accounts$`: cold, one `Advise` for each subscription.
   */
  readonly status$: Observable<ConnectionStatus>;
}

export class AccountOfList implements Account {
  #listed: ListedAccount;
  readonly status$: Observable<ConnectionStatus>;

  constructor(listed: ListedAccount, profile: Source) {
    this.#listed = listed;
    // The name is read at each attempt: it may have changed since.
    const name = (): string => this.name;
    const source: Source = {
      ...profile,
      get account() {
        return name();
      },
    };
    this.status$ = defer(() => statusOf(source));
  }

  get name(): string {
    return this.#listed.name;
  }

  get type(): AccountType {
    return accountTypes[this.#listed.type] ?? 'other';
  }

  /** Returns whether its name or type has changed. */
  update(listed: ListedAccount): boolean {
    const { name, type } = this.#listed;
    this.#listed = listed;
    return name !== listed.name || type !== listed.type;
  }

  declare [Symbol.observable]: () => Observable<ConnectionStatus>;

  // Not a method of that name: TypeScript 5.2 refuses it in declarations. RxJS uses the string where the symbol
  // does not exist when RxJS is loaded.
  static {
    const { observable = '@@observable' } = Symbol as { readonly observable?: PropertyKey };
    const value = function (this: AccountOfList): Observable<ConnectionStatus> {
      return this.status$;
    };
    for (const key of [observable, '@@observable']) {
      Object.defineProperty(this.prototype, key, { value, writable: true, configurable: true });
    }
  }

  [inspection](...how: InspectArguments): string {
    const { name, type } = this;
    return inspected('Account', { name, type }, ...how);
  }
}
