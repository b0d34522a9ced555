import type { Observable, Subscriber } from 'rxjs';
import type { Source } from './arguments.js';
import type { ListedAccount } from './binary.cjs';
import type { OfflineStateError } from './errors.js';
import { notStarted, objectGone } from './failures.js';
import { fromRegistration, Registration } from './registration.js';
import { ask } from './request.js';
import type { AnsweringBackend } from './types.js';
import { isUsableName } from './usableName.js';
import { answeringBackend } from './ways.js';

/** A list, and the backend whose numbers identify its accounts. */
export interface AccountList {
  readonly accounts: readonly ListedAccount[];
  readonly by: AnsweringBackend | undefined;
}

/** MAPI_E_NOT_FOUND. */
const notFound = 0x8004_010f;

/**
 * Lists the accounts after the Advise, and again after each mark of a change. At most one request is under
 * way; marks that arrive meanwhile make one more.
 */
class ListRegistration extends Registration<AccountList> {
  #isListing = false;
  #isStale = false;
  #hasBegun = false;

  readonly #isEndTold: boolean;

  /** `isEndTold`: completes when the program itself closes the profile. */
  constructor(subscriber: Subscriber<AccountList>, source: Source, isEndTold: boolean) {
    super(subscriber, source, true);
    this.#isEndTold = isEndTold;
  }

  protected override closed(): void {
    super.closed();
    if (this.#isEndTold) this.subscriber.complete();
  }

  /** The snapshot says that the Advise is done: no later change of the list is missed. */
  protected override read(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.accountsChanged();
  }

  override notification(): void {
    // Ignored: the profile's own state is no part of the list.
  }

  /** Each backend has its own list. */
  override rerouted(state: number): void {
    super.rerouted(state);
    if (!this.isEnded) this.accountsChanged();
  }

  override accountsChanged(): void {
    if (this.#isListing) this.#isStale = true;
    else this.#list();
  }

  #list(): void {
    // The registration holds the event loop; a request that is left must not.
    const asker = { ...this.asker(), quiet: true, ref: false };
    const { binary } = asker.inbox;
    const { index } = asker.backend;
    let request = 0;
    const take = (): readonly ListedAccount[] => binary.takeAccounts(index, request);
    const send = (number: number): boolean => {
      request = number;
      return binary.listAccounts(index, number, this.profile);
    };
    this.#isStale = false;
    this.#isListing = true;
    // One `then`, no `await`: a test that awaits `settled()` continues after the delivery of the list.
    ask(asker, 'accounts', send, take).then(
      ({ value }) => {
        this.#answered(take, answeringBackend(binary, asker.backend, value));
      },
      (error: unknown) => {
        this.#failed(error as OfflineStateError);
      },
    );
  }

  /** Takes the list in every case: the binary keeps it until then. */
  #answered(take: () => readonly ListedAccount[], by: AnsweringBackend | undefined): void {
    let listed: readonly ListedAccount[];
    try {
      listed = take();
    } catch (cause) {
      this.#failed(notStarted('accounts', cause, this.source));
      return;
    }
    this.#isListing = false;
    if (this.#isSilent()) return;
    const accounts = listed.filter(({ name }) => isUsableName(name, this.profile));
    this.runInAsyncScope(() => {
      this.subscriber.next({ accounts, by });
    });
    if (this.#isStale && !this.#isSilent()) this.#list();
  }

  #isSilent(): boolean {
    return this.isEnded || this.subscriber.closed;
  }

  /** The profile was there at the Advise: a profile that is not found now has been removed since. */
  #failed(error: OfflineStateError): void {
    this.#isListing = false;
    if (this.#isSilent()) return;
    // Of the list before a mark, or of the way before this one.
    if (this.#isStale) {
      this.#list();
      return;
    }
    // The registration's own failure follows; when it has moved, the list is asked for again.
    if (this.isMovedBy(error.hresult ?? 0)) return;
    const isGone = error.code === 'MAPI_E_NOT_FOUND';
    this.runInAsyncScope(() => {
      this.fail(isGone ? objectGone('accounts', notFound, this.source) : error);
    });
  }
}

/**
 * The accounts of the source's profile: the present list, and a new one after each mark, equal ones as well.
 * One registration for each subscription; errors as `accounts$` does. `isEndTold`: completes when the program
 * itself closes the profile, which is no event otherwise.
 */
export function accountList$(source: Source, isEndTold = false): Observable<AccountList> {
  const profile: Source = { ...source, account: undefined };
  return fromRegistration(
    profile,
    (subscriber) => new ListRegistration(subscriber, profile, isEndTold),
  );
}
