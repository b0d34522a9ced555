import type { Observable } from 'rxjs';
import { checkSource } from './arguments.js';
import { fromRegistration, Registration } from './registration.js';
import { phaseNames, stateBits } from './states.js';
import type { ConnectionStateChange, SourceOptions } from './types.js';

class ChangeRegistration extends Registration<ConnectionStateChange> {
  protected override read(): void {
    // A state is not a change: connectionState$ is for those who want it.
  }

  override notification(
    phase: number,
    previous: number,
    current: number,
    timestamp: number,
    merged: number,
  ): void {
    this.subscriber.next({
      profile: this.profile,
      phase: phaseNames[phase - 1]!,
      previous: previous === stateBits.online ? 'online' : 'offline',
      current: current === stateBits.online ? 'online' : 'offline',
      timestamp,
      merged,
    });
  }
}

/**
 * Every notification of Outlook's about a profile: the start of a change, the change, its completion.
 * Cold: each subscription opens the profile's offline object and makes one `Advise`.
 *
 * ```text
 * Notify                 --(START)-(CHANGE)-(DONE)--------
 * connectionStateChange$ --(start)-(change)-(done)--------
 * ```
 *
 * - Emits nothing for the state that the profile is in already, and nothing for notifications that the
 *   API does not support or whose states are neither online nor offline.
 * - When JavaScript is busy for so long that the queue reaches its bound, the changes of one
 *   registration are merged; `merged` says how many one stands for.
 * - Never completes. When the object goes away, or the way to it is lost, it errors as
 *   {@link connectionState$} does.
 * - `unsubscribe()` performs the one `Unadvise`; once it has returned the subscriber is not called
 *   again.
 *
 * Source:
 * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/imapiofflinenotify-notify | IMAPIOfflineNotify::Notify}.
 *
 * @param profile - the MAPI profile's name, in any Unicode
 * @param options - the backend, whether the process stays alive for it, and the time limit in
 *   milliseconds
 * @returns an Observable that errors as that of {@link connectionState$} does
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
