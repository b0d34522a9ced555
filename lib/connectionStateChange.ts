import type { Observable } from 'rxjs';
import { checkSource } from './arguments.js';
import { fromRegistration, Registration } from './registration.js';
import { phaseNames, stateBits } from './states.js';
import type { ConnectionStateChange, SourceOptions } from './types.js';

class ChangeRegistration extends Registration<ConnectionStateChange> {
  protected override read(): void {
    // Ignored: a state is not a change; connectionState$ emits states.
  }

  override notification(
    phase: number,
    previous: number,
    current: number,
    timestamp: number,
    merged: number,
  ): void {
    const { account } = this.source;
    this.subscriber.next({
      profile: this.profile,
      ...(account === undefined ? {} : { account }),
      phase: phaseNames[phase - 1]!,
      previous: previous === stateBits.online ? 'online' : 'offline',
      current: current === stateBits.online ? 'online' : 'offline',
      timestamp,
      merged,
    });
  }
}

/**
 * Every notification of Outlook about a profile: the start of a change, the change, its completion. Cold:
 * each subscription opens the profile's offline object and makes one `Advise`.
 *
 * ```text
 * Notify                 --(START)-(CHANGE)-(DONE)--------
 * connectionStateChange$ --(start)-(change)-(done)--------
 * ```
 *
 * - Emits nothing for the present state, and nothing for notifications that the API does not support or
 *   whose states are neither online nor offline. When `'auto'` goes on to another backend, a state that
 *   differs there is no notification either; {@link connectionState$} emits it.
 * - Merges the changes of one registration when JavaScript is busy for so long that the queue reaches its
 *   bound; `merged` says how many notifications one stands for.
 * - Never completes. Errors as {@link connectionState$} does when the object goes away or the connection to
 *   it is lost.
 * - `unsubscribe()` performs the one `Unadvise`; after it has returned the subscriber is not called again.
 *
 * Source:
 * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/imapiofflinenotify-notify | IMAPIOfflineNotify::Notify}.
 *
 * @param profile - the MAPI profile's name, in any Unicode
 * @param options - the backend, whether the subscription keeps the process alive, and the time limit in
 *   milliseconds
 * @returns an Observable that errors as {@link connectionState$} does
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, at the call
 *
 * @example
 * ```ts
 * import { connectionStateChange$ } from 'rx-outlook';
 *
 * const subscription = connectionStateChange$('Work', { backend: 'embedded' }).subscribe({
 *   next: ({ phase, previous, current, timestamp }) =>
 *     console.log(`${new Date(timestamp).toISOString()} ${phase}: ${previous} to ${current}`),
 *   error: (error: unknown) => console.error(String(error)),
 * });
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function connectionStateChange$(
  profile: string,
  options?: SourceOptions,
): Observable<ConnectionStateChange> {
  const source = checkSource(profile, options);
  return fromRegistration(source, (subscriber) => new ChangeRegistration(subscriber, source));
}
