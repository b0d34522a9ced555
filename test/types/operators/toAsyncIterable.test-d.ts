import { expectTypeOf } from 'expect-type';
import type { Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  toAsyncIterable,
  type ToAsyncIterableOptions,
} from 'rx-outlook/operators';

declare const states: Observable<ConnectionState>;

expectTypeOf(toAsyncIterable(states)).toEqualTypeOf<AsyncIterable<ConnectionState, undefined>>();
expectTypeOf(
  toAsyncIterable(states, {
    signal: AbortSignal.timeout(5),
    maxBuffered: Infinity,
    overflow: 'error',
  }),
).toEqualTypeOf<AsyncIterable<ConnectionState, undefined>>();
expectTypeOf(toAsyncIterable([1, 2])).toEqualTypeOf<AsyncIterable<number, undefined>>();
expectTypeOf(root.toAsyncIterable).toEqualTypeOf<typeof toAsyncIterable>();
expectTypeOf<root.ToAsyncIterableOptions>().toEqualTypeOf<ToAsyncIterableOptions>();

// @ts-expect-error: no such policy
toAsyncIterable(states, { overflow: 'drop' });
// @ts-expect-error: a signal, not its controller
toAsyncIterable(states, { signal: new AbortController() });
