import { concat, filter, merge, NEVER, Observable, of } from 'rxjs';
import { AsyncContext } from './asyncContext.js';
import { GrowingPause, shortestPause } from './growingPause.js';
import { later } from './later.js';
import { elapsed } from './ownTime.js';
import { presence$ } from './presence.js';
import { isFinal, reasonOf, type UnknownReason } from './reasons.js';
import type { Asker } from './request.js';
import type { StatusReport } from './statusReport.js';

/**
 * An attempt that held so long was none that failed: an Outlook that ends each time as soon as it has
 * answered is not asked as fast as it can.
 */
const settled = 1_000;

/** About the profile, or about nothing that is known: an Outlook that is there has said so already. */
const needsPause = new Set<UnknownReason>(['no-such-profile', 'failed', 'limit']);
/** What says little: whether there is an Outlook is asked first. */
const saysLittle = new Set<UnknownReason>(['gone', 'outside-outlook']);

/** When a registration that has failed is made again, and what its subscriber is told meanwhile. */
export class Recovery {
  readonly #asker: Asker;
  readonly #report: StatusReport;
  /** The process has nothing to wait for any more. */
  readonly #letGo: () => void;
  #isFirst = true;
  readonly #pause = new GrowingPause();
  #answeredAt: number | undefined;
  /** Since the attempt began: a server has come or gone, perhaps. */
  #hasPlaceChanged = false;
  /** The same for its profile. */
  #hasProfileCome = false;
  #endPause: (() => void) | undefined;
  #endWait: (() => void) | undefined;

  constructor(asker: Asker, report: StatusReport, letGo: () => void) {
    this.#asker = asker;
    this.#report = report;
    this.#letGo = letGo;
  }

  /**
   * Until the function it gives is called. All the time, not in the pauses alone: the end of a server is
   * in its place before it is on the connection, and when that is heard of, the next may be there.
   */
  watch(): () => void {
    // Of this subscription's contexts the one that tells whether it keeps the process alive.
    const context = new AsyncContext(this.#asker.ref);
    const unwatch = this.#asker.inbox.watchPlace(() => {
      this.#hasPlaceChanged = true;
      if (this.#endPause !== undefined) context.runInAsyncScope(this.#endPause);
    });
    const { backend, profile } = this.#asker;
    const unwatchProfiles = this.#asker.inbox.watchProfiles((toWhich, added) => {
      if (toWhich !== backend.name || added !== profile) return;
      this.#hasProfileCome = true;
      if (this.#endWait !== undefined) context.runInAsyncScope(this.#endWait);
    });
    return () => {
      unwatch();
      unwatchProfiles();
      context.emitDestroy();
    };
  }

  /** The next attempt does. */
  begins(): void {
    this.#hasPlaceChanged = false;
    this.#hasProfileCome = false;
  }

  /** The registration that is there now has told its state. */
  answered(): void {
    this.#answeredAt ??= elapsed();
  }

  /** Emits when it is time for the next attempt. */
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
    if (this.#hasProfileCome) return of(undefined);
    const there$ = this.#there$();
    const isAskedNow = this.#hasPlaceChanged || (isFirst && !needsPause.has(reason));
    return merge(this.#profile$(), isAskedNow ? there$ : concat(this.#pause$(), there$));
  }

  /** Emits when this program has made the profile: there is nothing to be asked first. */
  #profile$(): Observable<void> {
    return new Observable((subscriber) => {
      this.#endWait = () => {
        subscriber.next();
      };
      subscriber.add(() => {
        this.#endWait = undefined;
      });
    });
  }

  /** Emits when there is an Outlook; reports why not until then. */
  #there$(): Observable<unknown> {
    return presence$({ ...this.#asker, ref: false }).pipe(
      filter((found) => {
        if (found.available) return true;
        this.#unknown(found.reason);
        // Nobody can tell without a profile: so one is tried.
        return found.reason === 'outside-outlook';
      }),
    );
  }

  /** Completes after it, or when a server has come or gone. */
  #pause$(): Observable<never> {
    // Without a watch nothing but time ends it: so it is none that is longer than a poll.
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
