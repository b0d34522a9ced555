import type { ObservableInput, Observer } from 'rxjs';
import { hasMethod, isObservable } from './checks.js';

/**
 * What has a `subscribe` that takes an observer: a WHATWG Observable, which is left by aborting the signal,
 * or an Observable of another library or another copy of RxJS, which returns what is to be unsubscribed.
 *
 * @public
 */
export interface ObservableLike<T> {
  /** Tells the observer of what comes, until it is left by either way. */
  subscribe(observer: Observer<T>, options: { readonly signal: AbortSignal }): unknown;
}

/**
 * Everything that values can come from: Observables of RxJS and of other kinds, promises, iterables,
 * asynchronous ones, and streams of the web.
 *
 * @public
 */
export type ObservableSource<T> = ObservableInput<T> | ObservableLike<T>;

/**
 * Those sources whose values come when they come; what can only be read through is none of them.
 *
 * @public
 */
export type PushedSource<T> =
  Exclude<ObservableInput<T>, Iterable<T> | ArrayLike<T>> | ObservableLike<T>;

/**
 * What a value says is to be subscribed to, if it says so. RxJS takes the string where there is no such
 * symbol when it is loaded; there may be one later.
 */
export function interopOf(value: unknown): (() => unknown) | undefined {
  const { observable = '@@observable' } = Symbol as { readonly observable?: PropertyKey };
  for (const key of [observable, '@@observable']) {
    if (hasMethod(value, key)) return () => value[key]?.();
  }
  return undefined;
}

export function isPushed(value: unknown): value is PushedSource<unknown> {
  return (
    isObservable(value) ||
    interopOf(value) !== undefined ||
    ['then', 'getReader', Symbol.asyncIterator].some((name) => hasMethod(value, name))
  );
}

export function isSource(value: unknown): value is ObservableSource<unknown> {
  if (isPushed(value) || hasMethod(value, Symbol.iterator)) return true;
  return (
    typeof value === 'object' && typeof (value as ArrayLike<unknown> | null)?.length === 'number'
  );
}
