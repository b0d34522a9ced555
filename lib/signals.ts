import { Observable } from 'rxjs';
import { invalidArgType } from './errors.js';

/** Checks its shape, since a signal may come from another realm. */
export function checkSignal(signal: unknown): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const { aborted, addEventListener, removeEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  if (
    typeof aborted !== 'boolean' ||
    typeof addEventListener !== 'function' ||
    typeof removeEventListener !== 'function'
  ) {
    throw invalidArgType('options.signal', 'an AbortSignal', signal);
  }
  return signal as AbortSignal;
}

/** The listeners of one signal, in the order in which they came. */
class Aborting {
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<() => void>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  join(abort: () => void): void {
    if (this.#waiting.size === 0) this.#signal.addEventListener('abort', this.#aborted);
    this.#waiting.add(abort);
  }

  leave(abort: () => void): void {
    if (!this.#waiting.delete(abort) || this.#waiting.size > 0) return;
    this.#signal.removeEventListener('abort', this.#aborted);
  }

  readonly #aborted = (): void => {
    for (const abort of [...this.#waiting]) if (this.#waiting.has(abort)) abort();
  };
}

/** Adds one listener to a signal for all who wait: Node warns of a leak from the eleventh on. */
const abortings = new WeakMap<AbortSignal, Aborting>();

function abortingOf(signal: AbortSignal): Aborting {
  let aborting = abortings.get(signal);
  if (aborting === undefined) abortings.set(signal, (aborting = new Aborting(signal)));
  return aborting;
}

/** Errors with the signal's reason when it aborts, at once when it has aborted already; never emits. */
export function abortionOf(signal: AbortSignal | undefined): Observable<never> {
  return new Observable((subscriber) => {
    if (signal === undefined) return;
    const abort = (): void => {
      subscriber.error(signal.reason);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    const aborting = abortingOf(signal);
    aborting.join(abort);
    subscriber.add(() => {
      aborting.leave(abort);
    });
  });
}
