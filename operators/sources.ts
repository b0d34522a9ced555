import type { ObservableInput, Observer } from 'rxjs';
import { hasMethod, isObservable } from './checks.js';

/**
 * An object with a `subscribe` that takes an observer: a WHATWG Observable, which is unsubscribed by
 * aborting the signal, or an Observable of another library or another copy of RxJS, which returns its
 * subscription.
 *
 * @public
 */
export interface ObservableLike<T> {
  /** Calls the observer until it is unsubscribed in either way. */
  subscribe(observer: Observer<T>, options: { readonly signal: AbortSignal }): unknown;
}

/**
 * Every source of values: Observables of RxJS and of other kinds, promises, iterables, asynchronous ones,
 * and web streams.
 *
 * @public
 */
export type ObservableSource<T> = ObservableInput<T> | ObservableLike<T>;

/**
 * The sources that push their values; those that can only be read are excluded.
 *
 * @public
 */
export type PushedSource<T> =
  Exclude<ObservableInput<T>, Iterable<T> | ArrayLike<T>> | ObservableLike<T>;

/**
 * Returns the function of a value's `Symbol.observable`, if it has one. RxJS uses the string where the
 * symbol does not exist when RxJS is loaded; it may be defined later.
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
