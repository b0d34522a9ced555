import { Observable } from 'rxjs';
import { invalidArgType } from '../lib/errors.js';

/** By its shape, for a signal may come from another realm. */
export function checkSignal(signal: unknown): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const { aborted, addEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  if (typeof aborted !== 'boolean' || typeof addEventListener !== 'function') {
    throw invalidArgType('options.signal', 'an AbortSignal', signal);
  }
  return signal as AbortSignal;
}

/** Errors with the signal's reason when it aborts, at once when it has; without one it is silent. */
export function abortionOf(signal: AbortSignal | undefined): Observable<never> {
  return new Observable((subscriber) => {
    const abort = (): void => {
      subscriber.error(signal?.reason);
    };
    if (signal?.aborted === true) {
      abort();
      return;
    }
    signal?.addEventListener('abort', abort);
    subscriber.add(() => {
      signal?.removeEventListener('abort', abort);
    });
  });
}
