import { distinctUntilChanged, Observable, tap } from 'rxjs';
import { checkAccess } from './arguments.js';
import { presence$ } from './presence.js';
import { isFinal, unavailableReasonOf } from './reasons.js';
import { askerFor, type Asker } from './request.js';
import type { Availability, SourceOptions } from './types.js';

function isSame(one: Availability, other: Availability): boolean {
  if (one.available || other.available) return one.available === other.available;
  return one.reason === other.reason;
}

/**
 * Whether there is an Outlook to ask, and if not, why: first what is found now, then each answer that
 * differs. Of no profile, and without opening one.
 *
 * ```text
 * Outlook        ----------starts---------ends-----------------
 * availability$  --(false)-----(true)--------(false)-----------
 *                  not-running               not-running
 * ```
 *
 * - Asks when it is subscribed to, when something happens in the place where Outlook's add-in listens, and
 *   every few seconds. All subscriptions share one question.
 * - Never errors and never completes. Where there is nothing that could ever change the answer (no
 *   binary, no such backend), it says so and keeps no process alive.
 * - `'auto'` is available by any of its ways; `'bridge'` when its server answers, whatever that serves;
 *   `'embedded'` always. `'msmapi'` in a process that is not Outlook's own is `'outside-outlook'`, once
 *   Outlook's DLL was found.
 * - That an Outlook answers says nothing about its state: {@link connectionStatus$} does, and waits for
 *   Outlook by itself.
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
    let asker: Asker;
    try {
      asker = askerFor(access);
    } catch (error) {
      subscriber.next({ available: false, reason: unavailableReasonOf(error) });
      return;
    }
    const letGo = access.ref ? asker.inbox.holdOnce() : () => undefined;
    subscriber.add(letGo);
    presence$(asker)
      .pipe(
        tap((found) => {
          if (!found.available && isFinal(found.reason)) letGo();
        }),
        distinctUntilChanged(isSame),
      )
      .subscribe(subscriber);
  });
}
