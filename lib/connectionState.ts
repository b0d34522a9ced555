import type { Observable } from 'rxjs';
import { checkSource } from './arguments.js';
import { fromRegistration, Registration } from './registration.js';
import { nameOfState, startPhase } from './states.js';
import type { ConnectionState, SourceOptions } from './types.js';

class StateRegistration extends Registration<ConnectionState> {
  #last = 0;

  protected override read(state: number): void {
    this.#emit(state);
  }

  override notification(phase: number, _previous: number, current: number): void {
    if (phase !== startPhase) this.#emit(current);
  }

  #emit(state: number): void {
    const name = nameOfState(state);
    if (state === this.#last || name === undefined) return;
    this.#last = state;
    this.subscriber.next(name);
  }
}

/**
 * The connection state of a profile: first the present state, then each state that differs from the one
 * before. Cold: each subscription opens the profile's offline object and makes one `Advise`.
 *
 * ```text
 * GetCurrentState  --(online)
 * Notify           ------------s-(offline)-d------s-(online)-d--
 * connectionState$ --(online)----(offline)----------(online)-----
 * ```
 *
 * - Emits nothing while the object's state is neither online nor offline.
 * - Never completes. Errors with `ERR_OFFLINE_OBJECT_GONE` when the object goes away; when the connection
 *   to it is lost while Outlook runs, with the cause of that (`ERR_BRIDGE_NOT_ANSWERING`,
 *   `ERR_BRIDGE_PROTOCOL`, `E_OUTOFMEMORY`). {@link connectionStatus$} continues instead.
 * - `unsubscribe()` performs the one `Unadvise`; after it has returned the subscriber is not called again.
 * - In `next` one may unsubscribe, subscribe again, or set the state.
 *
 * Source:
 * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/imapiofflinemgr-advise | IMAPIOfflineMgr::Advise},
 * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/imapioffline-getcurrentstate | IMAPIOffline::GetCurrentState}.
 *
 * @param profile - the MAPI profile's name, in any Unicode
 * @param options - the backend, whether the subscription keeps the process alive, and the time limit in
 *   milliseconds
 * @returns an Observable that errors with an {@link OfflineStateError}: `MAPI_E_NOT_FOUND` when there is no
 *   such profile (or the process is not Outlook's own), `ERR_TIMEOUT` when the backend does not answer,
 *   `ERR_BACKEND_UNAVAILABLE` or one of the `ERR_OUTLOOK_…` and `ERR_MAPI_…` codes of
 *   {@link OfflineStateError} when no Outlook can be asked, `ERR_BINARY_NOT_FOUND` or `ERR_BINARY_LOAD_FAILED` on
 *   a platform without a working binary, or the name of the HRESULT that a call returned
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, at the call
 *
 * @example
 * ```ts
 * import { connectionState$, debounceConnectionState } from 'rx-outlook';
 *
 * const subscription = connectionState$('Work', { backend: 'embedded' })
 *   .pipe(debounceConnectionState({ offline: 5_000 }))
 *   .subscribe({
 *     next: (state) => console.log(`Work is ${state}`),
 *     error: (error: unknown) => console.error(String(error)),
 *   });
 *
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function connectionState$(
  profile: string,
  options?: SourceOptions,
): Observable<ConnectionState> {
  const source = checkSource(profile, options);
  return fromRegistration(source, (subscriber) => new StateRegistration(subscriber, source));
}
