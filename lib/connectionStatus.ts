import { defer, Observable, retry, type Subscriber, switchMap } from 'rxjs';
import { checkSource, type Source } from './arguments.js';
import { askerWhenLoaded$ } from './askerWhenLoaded.js';
import { wallClock } from './ownTime.js';
import { reasonOf } from './reasons.js';
import { Recovery } from './recovery.js';
import { fromRegistration, Registration } from './registration.js';
import type { Asker } from './request.js';
import { startPhase } from './states.js';
import { StatusReport } from './statusReport.js';
import type { ConnectionStatus, SourceOptions } from './types.js';

/** MAPI_E_NOT_FOUND. */
const notFound = 0x8004_010f | 0;

class StatusRegistration extends Registration<never> {
  readonly #report: StatusReport;
  readonly #recovery: Recovery;

  constructor(
    subscriber: Subscriber<never>,
    source: Source,
    report: StatusReport,
    recovery: Recovery,
  ) {
    super(subscriber, source);
    this.#report = report;
    this.#recovery = recovery;
  }

  protected override read(state: number): void {
    this.#recovery.answered();
    this.#report.state(state, this.answeredBy);
  }

  override notification(
    phase: number,
    _previous: number,
    current: number,
    timestamp: number,
  ): void {
    if (phase !== startPhase) this.#report.state(current, this.answeredBy, timestamp);
  }

  /** Reports what the next attempt would report, without publishing it: no call has failed. */
  protected override closed(): void {
    this.subscriber.error(this.failureOf('HrOpenOfflineObj', notFound));
  }
}

/**
 * The connection status of a profile, without an end: its state, or that the state is unknown and why.
 * Waits for Outlook, and reconnects by itself. Cold: each subscription has one `Advise` at a time, with `'auto'` two while it goes on to
 * another backend.
 *
 * ```text
 * Outlook            -------starts--------------ends-------------starts----
 * Notify             ------------------d----------------------------------
 * connectionStatus$  -(u)---(online)---(offline)-(u)-------------(online)--
 *                     not-running                 not-running
 * ```
 *
 * - Emits nothing before the first answer; then each status whose state or reason differs from the one
 *   before.
 * - Never errors and never completes. Subscribes again while the state is unknown: when something changes
 *   in the place where Outlook's add-in listens, when {@link availability$} would report an Outlook, and
 *   for reasons that concern this profile alone (`'no-such-profile'`, `'failed'`) after 5 seconds, then
 *   after twice as many each time, up to a minute.
 * - A profile or account of that name that this thread makes with `rx-outlook/testing` ends such a pause.
 * - An account that does not exist is `'no-such-account'`. While that is the reason, one `Advise` on the
 *   profile, shared by all subscriptions that wait for an account of it, reports when the account appears.
 * - The end of Outlook is `'unknown'` with the reason `'not-running'`, never `'offline'`; an Outlook that
 *   no longer responds is `'not-answering'`. A state that is neither online nor offline is `'unknown'`,
 *   `'neither'`, or `'no-exchange'` where Outlook knows of no Exchange connection.
 * - Where the reason will hardly change (`'no-binary'`, `'unsupported'`), it emits that
 *   reason, retries after the same pauses, and keeps no process alive. `'closing'` is always the last
 *   value.
 * - With `ref` it keeps the process alive while it waits, too.
 * - `unsubscribe()` ends all of that at once; after it has returned the subscriber is not called again. In
 *   `next` one may unsubscribe, subscribe again, or set the state.
 *
 * Source:
 * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/imapiofflinemgr-advise | IMAPIOfflineMgr::Advise},
 * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/imapioffline-getcurrentstate | IMAPIOffline::GetCurrentState}.
 *
 * @param profile - the MAPI profile's name, in any Unicode
 * @param options - the backend, chosen once for the whole subscription, whether the subscription keeps the
 *   process alive, and the time limit of one request in milliseconds
 * @returns an Observable of statuses. The error of each failed attempt is published on the channel
 *   `rx-outlook:error` ({@link DiagnosticsChannels})
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, at the call
 *
 * @example
 * ```ts
 * import { connectionStatus$ } from 'rx-outlook';
 *
 * const subscription = connectionStatus$('Work').subscribe(({ state, reason, since }) => {
 *   console.log(`${new Date(since).toISOString()} ${state} ${reason ?? ''}`);
 * });
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function connectionStatus$(
  profile: string,
  options?: SourceOptions,
): Observable<ConnectionStatus> {
  return statusOf(checkSource(profile, options));
}

/** Makes {@link connectionStatus$} of arguments that are checked. */
export function statusOf(source: Source): Observable<ConnectionStatus> {
  return new Observable((subscriber) => {
    let loaded: Asker | undefined;
    const report = new StatusReport(subscriber, () => loaded?.inbox.binary.now() ?? wallClock());
    askerWhenLoaded$(source, source, (error) => {
      report.unknown(reasonOf(error));
    })
      .pipe(switchMap((asker) => reported$((loaded = asker), source, report)))
      .subscribe(subscriber);
  });
}

/** Never emits: the report emits each status. */
function reported$(asker: Asker, source: Source, report: StatusReport): Observable<never> {
  return new Observable((subscriber) => {
    const { inbox, backend } = asker;
    const letGo = source.ref ? inbox.holdOnce() : () => undefined;
    subscriber.add(letGo);
    const recovery = new Recovery(asker, source, report, letGo);
    subscriber.add(recovery.watch());
    defer(() => {
      // Read at each attempt: an account may have been renamed.
      const attempt: Source = { ...source, backend: backend.name, ref: false };
      return fromRegistration(attempt, (registered: Subscriber<never>) => {
        recovery.begins();
        return new StatusRegistration(registered, attempt, report, recovery);
      });
    })
      .pipe(retry({ delay: (error) => recovery.after(error) }))
      .subscribe(subscriber);
  });
}
