import { Observable, switchMap, tap } from 'rxjs';
import { type Access, checkAccess } from './arguments.js';
import { askerWhenLoaded$ } from './askerWhenLoaded.js';
import { presence$ } from './presence.js';
import { isFinal, unavailableReasonOf } from './reasons.js';
import type { Asker } from './request.js';
import { noTarget } from './target.js';
import type { Availability, SourceOptions } from './types.js';

function isSame(one: Availability, other: Availability): boolean {
  if (one.available || other.available) return one.available === other.available;
  return one.reason === other.reason;
}

/**
 * Whether an Outlook can be asked, and the reason if not: the first answer, then each answer that differs.
 * It concerns no profile, and opens none.
 *
 * ```text
 * Outlook        ----------starts---------ends-----------------
 * availability$  --(false)-----(true)--------(false)-----------
 *                  not-running               not-running
 * ```
 *
 * - Asks on subscribe, when something changes in the place where Outlook's add-in listens, and every few
 *   seconds. All subscriptions share one question.
 * - Never errors and never completes. Where the answer will hardly change (no binary, no such backend), it
 *   emits that answer, retries after pauses that grow from 5 seconds to a minute, and keeps no process
 *   alive.
 * - `'auto'` is available when any of its backends is; `'bridge'` when its server answers, whatever that
 *   serves; `'embedded'` always. `'msmapi'` outside Outlook's own process is `'outside-outlook'`, after
 *   Outlook's DLL was found.
 * - An answer says nothing about the connection state: {@link connectionStatus$} reports that, and waits
 *   for Outlook by itself.
 *
 * @param options - the backend, whether the process stays alive for it, and the time limit of one
 *   question in milliseconds
 * @returns an Observable of answers; none equals the one before
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, at the call
 *
 * @example
 * ```ts
 * import { availability$ } from 'rx-outlook';
 *
 * const subscription = availability$().subscribe((outlook) => {
 *   console.log(outlook.available ? 'Outlook is there' : `no Outlook: ${outlook.reason}`);
 * });
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function availability$(options?: SourceOptions): Observable<Availability> {
  const access = checkAccess(options);
  return new Observable((subscriber) => {
    let last: Availability | undefined;
    const tell = (found: Availability): void => {
      if (last !== undefined && isSame(last, found)) return;
      last = found;
      subscriber.next(found);
    };
    const found$ = askerWhenLoaded$(access, noTarget, (error) => {
      tell({ available: false, reason: unavailableReasonOf(error) });
    }).pipe(switchMap((asker) => answer$(asker, access)));
    subscriber.add(found$.subscribe(tell));
  });
}

/** Emits every answer, equal ones as well. */
function answer$(asker: Asker, access: Access): Observable<Availability> {
  return new Observable((subscriber) => {
    const letGo = access.ref ? asker.inbox.holdOnce() : () => undefined;
    subscriber.add(letGo);
    presence$(asker)
      .pipe(
        tap((answer) => {
          if (!answer.available && isFinal(answer.reason)) letGo();
        }),
      )
      .subscribe(subscriber);
  });
}
