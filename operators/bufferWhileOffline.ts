import {
  type MonoTypeOperatorFunction,
  Observable,
  type ObservableInput,
  type ObservedValueOf,
  type OperatorFunction,
  type SchedulerLike,
} from 'rxjs';
import { checkObject, invalidArgType } from '../lib/errors.js';
import { checkScheduler } from './checks.js';
import type { ConnectionStateLike } from './connectionStateLike.js';
import { checkCount, checkLimit } from './counts.js';
import { checkConnection } from './connection.js';
import { OfflineBuffer } from './offlineBuffer.js';
import { checkOverflow } from './overflow.js';
import { untilClosed } from './untilClosed.js';

/**
 * The bounds of {@link (bufferWhileOffline:1)}, and the speed of its output.
 *
 * @public
 */
export interface BufferWhileOfflineOptions {
  /** The number of values that are held at most, from 1. */
  readonly maxSize: number;
  /**
   * The effect of one more value than that: the oldest held value is dropped, or the new one, or the stream
   * errors with `ERR_BUFFER_OVERFLOW`.
   */
  readonly overflow: 'drop-oldest' | 'drop-newest' | 'error';
  /**
   * With `project`: the number of values that may be under way at once. Without it: the number of held
   * values emitted in one turn of the event loop. From 1; `Infinity` by default.
   */
  readonly flushConcurrency?: number | undefined;
  /**
   * The scheduler whose turns count; `asyncScheduler` by default. Used only for `flushConcurrency` without
   * `project`.
   */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Holds a stream's values while the connection is not online, and emits them in their order when it is.
 *
 * ```text
 * n = online, f = offline
 *
 * state$               n--f---------n------
 * source               -a--b--c-------d----
 * bufferWhileOffline   -a-----------(bc)-d-
 * ```
 *
 * - Online, with no value held: a value passes at once.
 * - Offline or unknown, or before the first state: a value is held, at most `maxSize` of them; then
 *   `overflow` decides which one is dropped, or that the stream errors.
 * - On going online the held values are emitted, the oldest first. A new value waits behind them. When the
 *   connection goes offline before all are emitted, the rest stays held, in its order.
 *
 * `flushConcurrency` limits the values that are emitted at once:
 *
 * - With `project`, which processes a value (sends it, for instance): as in `mergeMap`, its Observables are
 *   the output, and a value is under way until its Observable completes. No more than `flushConcurrency`
 *   values are under way at a time, held before or not; the others wait in the same buffer. So a value
 *   leaves the buffer only for `project`, and is projected once at the most. When the connection goes
 *   offline, the values under way continue to their end, and no new one begins. With 1 it is a queue.
 * - Without `project`, no one reports that a value is processed, and values that were all emitted at once
 *   are lost to the buffer when the connection goes offline a moment later. With a `flushConcurrency`, that
 *   number of held values is emitted in one turn of the event loop (of `scheduler`); other work runs in
 *   between, a change of the connection included. Values that arrive while none is held are not counted.
 *
 * Completion and errors:
 *
 * - When the source completes, the output completes after every held value is emitted and every value under
 *   way has completed; until then `state$` stays subscribed.
 * - An error of the source, of `state$` or of a value under way passes at once, and held values are
 *   dropped. To continue after a value that failed, catch its error inside `project`.
 * - When `state$` completes while online, that state is the last. When it completes otherwise, no value
 *   could ever be emitted: it errors with `ERR_STATES_ENDED`.
 * - `unsubscribe()` drops held values and unsubscribes from those under way; it leaves no action on the
 *   scheduler.
 * - In `next`, and in `project`, one may unsubscribe, or make the source or `state$` emit.
 *
 * @param state$ - the connection states, or statuses; subscribed once for each subscription, before the
 *   source
 * @param options - the bound, the effect of one more value, and the number of values emitted at once
 * @returns an operator that changes no value; it errors with an {@link OfflineStateError}:
 *   `ERR_BUFFER_OVERFLOW`, `ERR_STATES_ENDED`
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an argument is of the wrong type,
 *   `ERR_INVALID_ARG_VALUE` when a number is out of range or `overflow` is none of the three, at the call
 *
 * @example
 * ```ts
 * import { defer, Subject } from 'rxjs';
 * import { bufferWhileOffline, connectionStatus$ } from 'rx-outlook';
 *
 * const mails = new Subject<string>();
 * const send = (mail: string) => defer(() => fetch('https://example.com', { method: 'POST', body: mail }));
 *
 * const subscription = mails
 *   .pipe(
 *     bufferWhileOffline(
 *       connectionStatus$('Work'),
 *       { maxSize: 1_000, overflow: 'error', flushConcurrency: 2 },
 *       send,
 *     ),
 *   )
 *   .subscribe(({ status }) => console.log(`sent: ${status}`));
 *
 * mails.next('kept until Work is online');
 * setTimeout(() => subscription.unsubscribe(), 1_000);
 * ```
 *
 * @public
 */
export function bufferWhileOffline<T>(
  state$: Observable<ConnectionStateLike>,
  options: BufferWhileOfflineOptions,
): MonoTypeOperatorFunction<T>;
/**
 * {@inheritDoc (bufferWhileOffline:1)}
 *
 * @param project - processes a value: returns an Observable, a promise or an (async) iterable; receives the
 *   value's index, too
 *
 * @public
 */
export function bufferWhileOffline<T, O extends ObservableInput<unknown>>(
  state$: Observable<ConnectionStateLike>,
  options: BufferWhileOfflineOptions,
  project: (value: T, index: number) => O,
): OperatorFunction<T, ObservedValueOf<O>>;
export function bufferWhileOffline<T>(
  state$: Observable<ConnectionStateLike>,
  options: BufferWhileOfflineOptions,
  project?: (value: T, index: number) => ObservableInput<unknown>,
): OperatorFunction<T, unknown> {
  const online$ = checkConnection(state$);
  const {
    maxSize,
    overflow,
    flushConcurrency = Infinity,
    scheduler,
  } = checkObject(options, 'options', ['maxSize', 'overflow', 'flushConcurrency', 'scheduler']);
  if (project !== undefined && typeof project !== 'function') {
    throw invalidArgType('project', 'a function', project);
  }
  const limits = {
    maxSize: checkCount(maxSize, 'options.maxSize', 1),
    overflow: checkOverflow(overflow),
    concurrency: checkLimit(flushConcurrency, 'options.flushConcurrency', 1),
    scheduler: checkScheduler(scheduler),
  };

  return (source) =>
    new Observable((subscriber) => {
      const buffer = new OfflineBuffer<T>(subscriber, limits, project);
      online$.pipe(untilClosed(subscriber)).subscribe({
        next: (isOnline) => {
          buffer.setOnline(isOnline);
        },
        error: (error: unknown) => {
          buffer.error(error);
        },
        complete: () => {
          buffer.statesEnd();
        },
      });
      source.pipe(untilClosed(subscriber)).subscribe({
        next: (value) => {
          buffer.take(value);
        },
        error: (error: unknown) => {
          buffer.error(error);
        },
        complete: () => {
          buffer.sourceEnds();
        },
      });
    });
}
