import { expectTypeOf } from 'expect-type';
import type { Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  toAsyncIterable,
  type ToAsyncIterableOptions,
} from 'rx-outlook/operators';

declare const states: Observable<ConnectionState>;

interface Loops<T> {
  [Symbol.asyncIterator](): AsyncGenerator<T, void>;
}

expectTypeOf(toAsyncIterable(states)).toEqualTypeOf<Loops<ConnectionState>>();
expectTypeOf(
  toAsyncIterable(states, {
    signal: AbortSignal.timeout(5),
    maxBuffered: Infinity,
    overflow: 'error',
  }),
).toEqualTypeOf<Loops<ConnectionState>>();
expectTypeOf(toAsyncIterable([1, 2])).toEqualTypeOf<Loops<number>>();
expectTypeOf<Loops<number>>().toExtend<AsyncIterable<number>>();
expectTypeOf(root.toAsyncIterable).toEqualTypeOf<typeof toAsyncIterable>();
expectTypeOf<root.ToAsyncIterableOptions>().toEqualTypeOf<ToAsyncIterableOptions>();

// @ts-expect-error: no such policy
toAsyncIterable(states, { overflow: 'drop' });
// @ts-expect-error: a signal, not its controller
toAsyncIterable(states, { signal: new AbortController() });
