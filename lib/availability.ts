import { Observable, switchMap, tap } from 'rxjs';
import { type Access, checkAccess } from './arguments.js';
import { askerWhenLoaded$ } from './askerWhenLoaded.js';
import { presence$ } from './presence.js';
import { isFinal, unavailableReasonOf } from './reasons.js';
import type { Asker } from './request.js';
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
 * - Never errors and never completes. Where waiting will hardly change the answer (no binary, no such
 *   backend), it says so, tries again after pauses that grow from 5 seconds to a minute, and keeps no
 *   process alive.
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
    let last: Availability | undefined;
    const tell = (found: Availability): void => {
      if (last !== undefined && isSame(last, found)) return;
      last = found;
      subscriber.next(found);
    };
    const found$ = askerWhenLoaded$(access, undefined, (error) => {
      tell({ available: false, reason: unavailableReasonOf(error) });
    }).pipe(switchMap((asker) => answer$(asker, access)));
    subscriber.add(found$.subscribe(tell));
  });
}

/** All answers, equal ones as well. */
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
