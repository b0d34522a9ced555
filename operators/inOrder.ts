import { defer, EMPTY, mergeMap, type MonoTypeOperatorFunction } from 'rxjs';

/**
 * Delivers one value at a time: a value that the subscriber causes inside `next` waits until that
 * `next` has returned. Without it, of two subscribers of a shared stream the second would see the
 * later value first. A loop and not a recursion, so that the stack does not grow with the number of
 * values that wait (`concatMap` recurses).
 */
export function inOrder<T extends object>(): MonoTypeOperatorFunction<T> {
  return (source) =>
    defer(() => {
      const waiting: T[] = [];
      let delivering = false;

      function* deliver(): Iterable<T> {
        delivering = true;
        for (let value = waiting.shift(); value !== undefined; value = waiting.shift()) yield value;
        delivering = false;
      }

      return source.pipe(
        mergeMap((value) => {
          waiting.push(value);
          return delivering ? EMPTY : deliver();
        }),
      );
    });
}
