import { from, Observable, type ObservableInput } from 'rxjs';
import { invalidArgType } from '../lib/errors.js';
import { hasMethod } from './checks.js';
import { iteratorOf, readerOf, type Stream } from './pullers.js';
import { pulling } from './pulling.js';
import { interopOf, isSource, type ObservableSource } from './sources.js';

/**
 * Makes an Observable of RxJS of anything that values can come from.
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
 * What RxJS's `from` does not do, or does otherwise:
 *
 * - A WHATWG Observable is subscribed with a signal, and left by aborting it.
 * - An object with `Symbol.observable` is taken also when the symbol was defined after RxJS was loaded.
 *   Where there is that and `subscribe`, it goes first.
 * - `unsubscribe()` cancels a `ReadableStream` at once, also while it waits for a chunk: an HTTP response is
 *   closed. The stream is locked for as long as it is read; one that is locked already is an error.
 * - `unsubscribe()` destroys a stream of Node's, as leaving its `for await` does, but at once.
 * - `unsubscribe()` calls an asynchronous iterator's `return()` at once, not when its next value has come. An
 *   async generator finishes what it is awaiting first: the language has no way to interrupt it. Give what it
 *   awaits a signal of its own.
 * - When cancelling or `return()` fails, that is reported as RxJS reports what a subscriber throws. Nothing waits
 *   for either.
 * - A string is refused: its letters are hardly what was meant.
 * - An Observable of this copy of RxJS is returned as it is.
 *
 * Everything is subscribed anew for each subscriber; a stream can be read once. The values of a promise and of an
 * asynchronous iterable come in microtasks, those of an iterable while it is being subscribed. A completion and an
 * error of the source, and what its `subscribe` throws, are those of the Observable.
 *
 * @param source - the source: an Observable of any kind, a promise, an iterable, an asynchronous one, a
 *   `ReadableStream`, or an array-like
 * @returns an Observable of its values
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `source` is nothing of that, at the call
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
    // Functions, not the subscriber: a WHATWG Observable calls them as such.
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
