import { checkObject, OfflineStateError } from '../lib/errors.js';
import { checkSignal } from '../lib/signals.js';
import { BufferedIterator, type Buffering } from './bufferedIterator.js';
import { checkLimit } from './counts.js';
import { checkOverflow } from './overflow.js';
import type { ObservableSource } from './sources.js';
import { toObservable } from './toObservable.js';

/**
 * How {@link toAsyncIterable} is ended, and what it holds for a loop that is slower than its source.
 *
 * @public
 */
export interface ToAsyncIterableOptions {
  /** Ends the loop: the source is left at once, and the loop fails with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /** How many values may wait for the loop, 1 or more; 1 024 by default. `Infinity` is no limit. */
  readonly maxBuffered?: number | undefined;
  /**
   * What becomes of a value too many: the oldest one that waits is dropped (the default: of states the latest
   * counts), or the one that has just come, or the loop fails with `ERR_BUFFER_OVERFLOW`.
   */
  readonly overflow?: 'drop-oldest' | 'drop-newest' | 'error' | undefined;
}

/**
 * Makes of an Observable what `for await` can loop over.
 *
 * ```text
 * n = online, f = offline; the loop takes 4 for each value
 *
 * source                              n-f-n-------f---|
 * for await (… of toAsyncIterable)    n---f---n---f---|
 *
 * source                              n-f-n-------f---|
 *   (maxBuffered: 1)                  n---n-------f---|
 * ```
 *
 * - The source is subscribed when the loop first asks for a value, anew for each loop.
 * - Values that come faster than the loop takes them wait for it, in their order, up to `maxBuffered`. With a
 *   `maxBuffered` of 1 a slow loop goes from one latest value to the next.
 * - `break`, `return` or a throw in the loop unsubscribes from the source at once; what waited is dropped.
 * - When the source completes, the loop gets what has waited, then ends.
 * - When the source errors, the loop gets what has waited, then fails with the error, once. The source
 *   is left at once when there is a value too many and `overflow` is `'error'`; the loop ends in the same way.
 * - When the signal aborts, the source is left at once, what waited is dropped, and the loop fails with
 *   `signal.reason`; when it was aborted before, the source is never subscribed. No listener stays on it.
 * - Several calls of `next()` at a time are answered in their order.
 * - Each iterator is what the language expects of an async generator: iterable itself, also after `next()`, with
 *   `return(value)` and `throw(error)`, and `Symbol.asyncDispose` where the runtime has that. They leave the source at
 *   once, and what waits in `next()` ends.
 *
 * @param source - an Observable, or anything else that {@link toObservable} takes
 * @param options - a signal, and how many values may wait
 * @returns an iterable for any number of loops, each with a subscription of its own
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an argument is of the wrong type, `ERR_INVALID_ARG_VALUE`
 *   when `maxBuffered` is no whole number of 1 or more, or `overflow` is not known, at the call
 *
 * @example
 * ```ts
 * import { connectionState$, toAsyncIterable } from 'rx-outlook';
 *
 * async function waitUntilOnline(signal: AbortSignal): Promise<void> {
 *   const states = toAsyncIterable(connectionState$('Work', { backend: 'embedded' }), { signal });
 *   for await (const state of states) {
 *     if (state === 'online') break;
 *   }
 * }
 *
 * void waitUntilOnline(AbortSignal.timeout(5_000)).then(() => console.log('Work is online'));
 * ```
 *
 * @public
 */
export function toAsyncIterable<T>(
  source: ObservableSource<T>,
  options: ToAsyncIterableOptions = {},
): { [Symbol.asyncIterator](): AsyncGenerator<T, void> } {
  const source$ = toObservable(source);
  const {
    signal,
    maxBuffered = 1_024,
    overflow = 'drop-oldest',
  } = checkObject(options, 'options', ['signal', 'maxBuffered', 'overflow']);
  const limit = checkLimit(maxBuffered, 'options.maxBuffered', 1);
  const checked = checkOverflow(overflow);
  const buffering: Buffering = {
    signal: checkSignal(signal),
    maxBuffered: limit,
    overflow: checked === 'error' ? () => tooMany(limit) : checked,
  };
  return { [Symbol.asyncIterator]: () => new BufferedIterator(source$, buffering) };
}

function tooMany(limit: number): OfflineStateError {
  const message =
    `More than ${String(limit)} values waited for the loop. Take them faster, allow for more with ` +
    "maxBuffered, or have some dropped with overflow: 'drop-oldest'.";
  return new OfflineStateError(message, {
    code: 'ERR_BUFFER_OVERFLOW',
    operation: 'toAsyncIterable',
  });
}
