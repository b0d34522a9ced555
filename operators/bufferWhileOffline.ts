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
 * How much {@link (bufferWhileOffline:1)} holds, and how it gives that out.
 *
 * @public
 */
export interface BufferWhileOfflineOptions {
  /** How many values are held at most, from 1. */
  readonly maxSize: number;
  /**
   * What happens when one more is to be held: the oldest one held is dropped, or the new one, or the stream
   * errors with `ERR_BUFFER_OVERFLOW`.
   */
  readonly overflow: 'drop-oldest' | 'drop-newest' | 'error';
  /**
   * With `project`: how many values may be under way at once. Without it: how many held values are given
   * out in one turn of the event loop. From 1; `Infinity` by default.
   */
  readonly flushConcurrency?: number | undefined;
  /** Whose turns count; `asyncScheduler` by default. Used only for `flushConcurrency` without `project`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Holds a stream's values while the line is not online, and gives them out in their order when it is.
 *
 * ```text
 * n = online, f = offline
 *
 * state$               n--f---------n------
 * source               -a--b--c-------d----
 * bufferWhileOffline   -a-----------(bc)-d-
 * ```
 *
 * - Online, and nothing held: a value passes at once.
 * - Not online, not known, or `state$` silent so far: it is held, at most `maxSize` of them; then `overflow`
 *   decides which one is lost, or that the stream errors.
 * - On going online the held values go out, the oldest first. A value that comes while others are held
 *   waits behind them. When the line is lost before all are out, the rest stays held, in its order.
 *
 * `flushConcurrency` says how many go out at once:
 *
 * - Given `project`, which does something with a value, such as send it: as in `mergeMap`, the output is what
 *   that emits, and a value is under way until it completes. No more than `flushConcurrency` are under way
 *   at a time, whether they were held or have just come; the others wait in the same buffer. So only what
 *   `project` has been called for has left the buffer, and each value is projected once at the most. What
 *   is under way when the line is lost goes on to its end, and nothing new begins. With 1 it is a queue.
 * - Without `project` nobody says when a value has been dealt with, and values that all went out in one go
 *   are held by nobody when the line is lost a moment later. With a `flushConcurrency` that many held ones
 *   go out in one turn of the event loop (of `scheduler`), then others have theirs: the line among them.
 *   Values that come while nothing is held are not counted.
 *
 * The ends:
 *
 * - When the source completes, the completion comes when all that is held has gone out, and all that is
 *   under way has completed; until then `state$` stays subscribed.
 * - An error passes at once: of the source, of `state$`, of what is under way. What is held is dropped. To
 *   go on after a value that failed, catch its error inside `project`.
 * - When `state$` completes while online, that state is the last. When it completes otherwise, nothing could
 *   ever go out: it errors with `ERR_STATES_ENDED`.
 * - `unsubscribe()` drops what is held and unsubscribes what is under way; nothing is left on the scheduler.
 * - In `next`, and in `project`, one may unsubscribe, or make the source or `state$` emit.
 *
 * @param state$ - the connection states, or statuses; subscribed once for each subscription, before the
 *   source
 * @param options - the bound, what happens at it, and how many values go out at once
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
 * @param project - does something with a value: returns an Observable, a promise, an (async) iterable; it
 *   is given the number of values before
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
