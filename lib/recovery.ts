import {
  catchError,
  concat,
  EMPTY,
  endWith,
  filter,
  merge,
  NEVER,
  Observable,
  of,
  tap,
} from 'rxjs';
import { accountNames$ } from './accountNames.js';
import { AsyncContext } from './asyncContext.js';
import { GrowingPause, shortestPause } from './growingPause.js';
import { later } from './later.js';
import type { Wanted } from './lease.js';
import { elapsed } from './ownTime.js';
import { presence$ } from './presence.js';
import { isFinal, reasonOf, type UnknownReason } from './reasons.js';
import type { Asker } from './request.js';
import type { StatusReport } from './statusReport.js';

/**
 * An attempt that lasted so many milliseconds counts as a success. After a shorter one comes a pause: an
 * Outlook that ends as soon as it has answered is not asked without a pause.
 */
const settled = 1_000;

/**
 * Reasons of the profile or account, or unknown ones: the Outlook has answered, so that asking for it says nothing
 * new.
 */
const needsPause = new Set<UnknownReason>([
  'no-such-profile',
  'no-such-account',
  'no-accounts',
  'failed',
  'limit',
]);
/** Reasons of an account that may be in the list again. */
const ofAccount = new Set<UnknownReason>(['no-such-account', 'gone']);
/** Reasons that are vague: Outlook is asked for first. */
const saysLittle = new Set<UnknownReason>(['gone', 'outside-outlook']);

/** Times the next attempt of a registration that failed, and reports the reasons meanwhile. */
export class Recovery {
  readonly #asker: Asker;
  /** What is opened at each attempt; its account may be renamed. */
  readonly #wanted: Wanted;
  readonly #report: StatusReport;
  /** Called when the process has nothing left to wait for. */
  readonly #letGo: () => void;
  #isFirst = true;
  readonly #pause = new GrowingPause();
  #answeredAt: number | undefined;
  /** A server may have come or gone since the attempt began. */
  #hasPlaceChanged = false;
  /** The profile or account was made since the attempt began. */
  #hasTargetCome = false;
  /** Whether a list that has the account ends the wait at once; not twice for the same reasons. */
  #isListTrusted = true;
  #endPause: (() => void) | undefined;
  #endWait: (() => void) | undefined;

  constructor(asker: Asker, wanted: Wanted, report: StatusReport, letGo: () => void) {
    this.#asker = asker;
    this.#wanted = wanted;
    this.#report = report;
    this.#letGo = letGo;
  }

  /**
   * Watches until the returned function is called. Not only during pauses: the end of a server shows in its
   * place before it shows on the connection, and by then the next server may be there.
   */
  watch(): () => void {
    // This context says for the subscription whether it keeps the process alive.
    const context = new AsyncContext(this.#asker.ref);
    const unwatch = this.#asker.inbox.watchPlace(() => {
      this.#hasPlaceChanged = true;
      if (this.#endPause !== undefined) context.runInAsyncScope(this.#endPause);
    });
    const wanted = this.#wanted;
    const unwatchProfiles = this.#asker.inbox.watchProfiles((backend, made) => {
      if (backend !== this.#asker.backend.name || made.profile !== wanted.profile) return;
      if (made.account !== undefined && made.account !== wanted.account) return;
      this.#hasTargetCome = true;
      if (this.#endWait !== undefined) context.runInAsyncScope(this.#endWait);
    });
    return () => {
      unwatch();
      unwatchProfiles();
      context.emitDestroy();
    };
  }

  /** Marks the start of an attempt. */
  begins(): void {
    this.#hasPlaceChanged = false;
    this.#hasTargetCome = false;
  }

  /** Marks the first state of the present registration. */
  answered(): void {
    this.#answeredAt ??= elapsed();
    this.#isListTrusted = true;
  }

  /** Emits when the next attempt is due. */
  after(error: unknown): Observable<unknown> {
    const reason = reasonOf(error);
    const answeredAt = this.#answeredAt;
    this.#answeredAt = undefined;
    const wasKnown = answeredAt !== undefined;
    if (wasKnown && elapsed() - answeredAt >= settled) {
      this.#isFirst = true;
      this.#pause.reset();
    }
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (wasKnown || !isFirst || !saysLittle.has(reason)) this.#unknown(reason);
    if (isFinal(reason)) return NEVER;
    if (this.#hasTargetCome) return of(undefined);
    const there$ = this.#there$();
    const isAskedNow = this.#hasPlaceChanged || (isFirst && !needsPause.has(reason));
    // The list is listened to in a pause alone: a merge leaves the account that has gone before it is due.
    if (isAskedNow) return merge(this.#target$(), there$);
    return merge(this.#target$(), this.#listed$(reason), concat(this.#pause$(), there$));
  }

  /**
   * Emits when the profile's list of accounts has the account, or when the profile goes; never errors, and
   * keeps no process alive. The pause remains for a backend that lists an account which it does not open.
   */
  #listed$(reason: UnknownReason): Observable<unknown> {
    const { profile, account } = this.#wanted;
    if (account === undefined || !ofAccount.has(reason)) {
      this.#isListTrusted = true;
      return EMPTY;
    }
    const isTrusted = (): boolean => this.#isListTrusted;
    return accountNames$(this.#asker, profile).pipe(
      filter((names, i) => (i > 0 || isTrusted()) && names.has(account)),
      endWith(undefined), // the program has closed the profile
      // Published already. Only the first loss of the profile ends the wait.
      catchError((error: unknown) =>
        isTrusted() && reasonOf(error) === 'gone' ? of(error) : EMPTY,
      ),
      tap(() => {
        this.#isListTrusted = false;
      }),
    );
  }

  /** Emits when this program has made the profile or account; no question is needed then. */
  #target$(): Observable<void> {
    return new Observable((subscriber) => {
      this.#endWait = () => {
        subscriber.next();
      };
      subscriber.add(() => {
        this.#endWait = undefined;
      });
    });
  }

  /** Emits when there is an Outlook; until then reports why there is none. */
  #there$(): Observable<unknown> {
    return presence$({ ...this.#asker, ref: false }).pipe(
      filter((found) => {
        if (found.available) return true;
        this.#unknown(found.reason);
        // Only an attempt with a profile can tell.
        return found.reason === 'outside-outlook';
      }),
    );
  }

  /** Completes after the pause, or when a server has come or gone. */
  #pause$(): Observable<never> {
    // Without a watch only time ends the pause: it is no longer than one poll then.
    const grown = this.#pause.take();
    const pause = this.#asker.inbox.renewWatch() ? grown : shortestPause;
    return new Observable((subscriber) => {
      this.#endPause = () => {
        subscriber.complete();
      };
      subscriber.add(later(pause, this.#endPause));
      subscriber.add(() => {
        this.#endPause = undefined;
      });
    });
  }

  #unknown(reason: UnknownReason): void {
    if (isFinal(reason)) this.#letGo();
    this.#report.unknown(reason);
  }
}
