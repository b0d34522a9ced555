import { performance } from 'node:perf_hooks';
import { concat, filter, NEVER, Observable } from 'rxjs';
import { later } from './later.js';
import { presence$ } from './presence.js';
import { isFinal, reasonOf, type UnknownReason } from './reasons.js';
import type { Asker } from './request.js';
import type { StatusReport } from './statusReport.js';

/** The first pause, in milliseconds, and the longest; each is twice the one before. */
const shortestPause = 5_000;
const longestPause = 60_000;
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
  #isFirst = true;
  #nextPause = shortestPause;
  #answeredAt: number | undefined;

  constructor(asker: Asker, report: StatusReport) {
    this.#asker = asker;
    this.#report = report;
  }

  /** The registration that is there now has told its state. */
  answered(): void {
    this.#answeredAt ??= performance.now();
  }

  /** Emits when it is time for the next attempt. */
  after(error: unknown): Observable<unknown> {
    const reason = reasonOf(error);
    const answeredAt = this.#answeredAt;
    this.#answeredAt = undefined;
    const wasKnown = answeredAt !== undefined;
    if (wasKnown && performance.now() - answeredAt >= settled) {
      this.#isFirst = true;
      this.#nextPause = shortestPause;
    }
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (wasKnown || !isFirst || !saysLittle.has(reason)) this.#report.unknown(reason);
    if (isFinal(reason)) return NEVER;
    const there$ = this.#there$();
    if (isFirst && !needsPause.has(reason)) return there$;
    return concat(this.#pause$(), there$);
  }

  /** Emits when there is an Outlook; reports why not until then. */
  #there$(): Observable<unknown> {
    return presence$(this.#asker).pipe(
      filter((found) => {
        if (found.available) return true;
        this.#report.unknown(found.reason);
        // Nobody can tell without a profile: so one is tried.
        return found.reason === 'outside-outlook';
      }),
    );
  }

  /** Completes after it, or when a server has come or gone. */
  #pause$(): Observable<never> {
    const pause = this.#nextPause;
    this.#nextPause = Math.min(pause * 2, longestPause);
    return new Observable((subscriber) => {
      const end = (): void => {
        subscriber.complete();
      };
      subscriber.add(later(pause, end));
      subscriber.add(this.#asker.inbox.watchPlace(end));
    });
  }
}
