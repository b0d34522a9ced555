import { from, Observable, type ObservableInput } from 'rxjs';
import { invalidArgType } from '../lib/errors.js';
import { hasMethod } from './checks.js';
import { iteratorOf, readerOf, type Stream } from './pullers.js';
import { pulling } from './pulling.js';
import { interopOf, isSource, type ObservableSource } from './sources.js';

/**
 * Makes an Observable of RxJS of any source of values.
 *
 * ```text
 * source           a WHATWG Observable: --n---f---|
 * toObservable     --n---f---|
 *
 * source           an async generator:  --n---f---#
 * toObservable     --n---f---#
 *
 * source           a promise:           -----n
 * toObservable     -----(n|)
 * ```
 *
 * Differences from RxJS's `from`:
 *
 * - A WHATWG Observable is subscribed with a signal, and unsubscribed by aborting it.
 * - An object with `Symbol.observable` is accepted even if the symbol was defined after RxJS was loaded.
 *   The symbol takes precedence over `subscribe`.
 * - `unsubscribe()` cancels a `ReadableStream` at once, even during the wait for a chunk: an HTTP response
 *   is closed. The stream is locked while it is read; a stream that is locked already is an error.
 * - `unsubscribe()` destroys a Node.js stream, as the end of its `for await` does, but at once.
 * - `unsubscribe()` calls an asynchronous iterator's `return()` at once, not after its next value. An async
 *   generator finishes its present `await` first: the language cannot interrupt it. Pass a signal to the
 *   awaited call.
 * - A failure of cancelling or of `return()` is reported as RxJS reports what a subscriber throws. Neither
 *   is awaited.
 * - A string is refused, since its letters are hardly intended.
 * - An Observable of this copy of RxJS is returned as it is.
 *
 * Each subscriber subscribes to the source again; a stream can be read once. The values of a promise and of
 * an asynchronous iterable arrive in microtasks, those of an iterable inside `subscribe`. Completion and
 * errors of the source pass, and exceptions of its `subscribe` become errors.
 *
 * @param source - the source: an Observable of any kind, a promise, an iterable, an asynchronous one, a
 *   `ReadableStream`, or an array-like
 * @returns an Observable of its values
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `source` is none of these, at the call
 *
 * @example
 * ```ts
 * import { debounceConnectionState, toObservable } from 'rx-outlook';
 *
 * async function* states(): AsyncGenerator<'online' | 'offline'> {
 *   yield 'offline';
 *   yield 'online';
 * }
 *
 * toObservable(states())
 *   .pipe(debounceConnectionState({ online: 500 }))
 *   .subscribe((state) => console.log(state));
 * ```
 *
 * @public
 */
export function toObservable<T>(source: ObservableSource<T>): Observable<T> {
  if (!isSource(source)) {
    throw invalidArgType('source', 'an Observable, a promise or an iterable', source);
  }
  if (source instanceof Observable) return source;
  const interop = interopOf(source);
  if (interop !== undefined) return subscribing(interop);
  if (hasMethod(source, 'subscribe')) return subscribing(() => source);
  if (hasMethod(source, 'getReader')) return pulling(() => readerOf(source as Stream<T>));
  if (hasMethod(source, Symbol.asyncIterator)) {
    return pulling(() => iteratorOf(source as AsyncIterable<T>));
  }
  return from(source as ObservableInput<T>);
}

function subscribing<T>(target: () => unknown): Observable<T> {
  return new Observable<T>((subscriber) => {
    const observable = target();
    if (!hasMethod(observable, 'subscribe')) {
      throw invalidArgType(
        'source',
        'an object whose Symbol.observable returns an Observable',
        observable,
      );
    }
    const controller = new AbortController();
    subscriber.add(() => {
      controller.abort();
    });
    // Functions, not the subscriber: a WHATWG Observable calls them without a receiver.
    const observer = {
      next: (value: T) => {
        subscriber.next(value);
      },
      error: (error: unknown) => {
        subscriber.error(error);
      },
      complete: () => {
        subscriber.complete();
      },
    };
    const subscription = observable.subscribe(observer, { signal: controller.signal });
    if (hasMethod(subscription, 'unsubscribe')) {
      subscriber.add(() => {
        subscription.unsubscribe();
      });
    }
  });
}
