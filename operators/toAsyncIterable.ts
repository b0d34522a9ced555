import { checkObject, OfflineStateError } from '../lib/errors.js';
import { checkSignal } from '../lib/signals.js';
import { BufferedIterator, type Buffering } from './bufferedIterator.js';
import { checkLimit } from './counts.js';
import { checkOverflow } from './overflow.js';
import type { ObservableSource } from './sources.js';
import { toObservable } from './toObservable.js';

/**
 * The end of {@link toAsyncIterable}'s loop, and the buffer for a loop that is slower than its source.
 *
 * @public
 */
export interface ToAsyncIterableOptions {
  /** Ends the loop: unsubscribes from the source at once, and rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /** The number of values that may wait for the loop, from 1; 1 024 by default. `Infinity` is no limit. */
  readonly maxBuffered?: number | undefined;
  /**
   * The effect of one value too many: the oldest waiting value is dropped (the default: of states the
   * latest counts), or the new one, or the loop fails with `ERR_BUFFER_OVERFLOW`.
   */
  readonly overflow?: 'drop-oldest' | 'drop-newest' | 'error' | undefined;
}

/**
 * Makes an Observable iterable by `for await`.
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
 * - Subscribes to the source at the loop's first request, once for each loop.
 * - Values that arrive faster than the loop takes them wait in their order, up to `maxBuffered`. With a
 *   `maxBuffered` of 1 a slow loop sees only the latest value each time.
 * - `break`, `return` or an exception in the loop unsubscribes from the source at once, and drops the
 *   waiting values.
 * - When the source completes, the loop receives the waiting values, then ends.
 * - When the source errors, the loop receives the waiting values, then fails with the error, once. One
 *   value too many with the `overflow` `'error'` unsubscribes from the source at once; the loop ends in the
 *   same way.
 * - When the signal aborts, the source is unsubscribed at once, waiting values are dropped, and the loop
 *   fails with `signal.reason`; after an earlier abort the source is never subscribed. No listener stays on
 *   the signal.
 * - Several calls of `next()` at a time are answered in their order.
 * - Each iterator behaves as an async generator: iterable itself, also after `next()`, with `return(value)`
 *   and `throw(error)`, and `Symbol.asyncDispose` where the runtime has that. These unsubscribe from the
 *   source at once, and settle pending calls of `next()`.
 *
 * @param source - an Observable, or anything else that {@link toObservable} accepts
 * @param options - a signal, and the size and overflow of the buffer
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
    `More than ${String(limit)} values waited for the loop. Take them faster, raise ` +
    "maxBuffered, or drop some with overflow: 'drop-oldest'.";
  return new OfflineStateError(message, {
    code: 'ERR_BUFFER_OVERFLOW',
    operation: 'toAsyncIterable',
  });
}
