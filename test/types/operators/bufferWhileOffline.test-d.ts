import { expectTypeOf } from 'expect-type';
import { asyncScheduler, type Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  bufferWhileOffline,
  type BufferWhileOfflineOptions,
  type ConnectionState,
} from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const status$: Observable<root.ConnectionStatus>;
declare const words: Observable<string>;
declare const send: (word: string) => Promise<boolean>;

const options: BufferWhileOfflineOptions = { maxSize: 5, overflow: 'drop-oldest' };

// Without project the values are those of the source, with it those of what it returns.
expectTypeOf(words.pipe(bufferWhileOffline(known, options))).toEqualTypeOf<Observable<string>>();
expectTypeOf(words.pipe(bufferWhileOffline(status$, options, send))).toEqualTypeOf<
  Observable<boolean>
>();
expectTypeOf(
  words.pipe(
    bufferWhileOffline(
      known,
      { ...options, flushConcurrency: 2, scheduler: asyncScheduler },
      (word, index) => [word.length + index],
    ),
  ),
).toEqualTypeOf<Observable<number>>();
expectTypeOf(root.bufferWhileOffline).toEqualTypeOf<typeof bufferWhileOffline>();
expectTypeOf<root.BufferWhileOfflineOptions>().toEqualTypeOf<BufferWhileOfflineOptions>();

// @ts-expect-error: it is bounded
bufferWhileOffline(known, { overflow: 'error' });
// @ts-expect-error: what is lost is to be chosen
bufferWhileOffline(known, { maxSize: 5 });
// @ts-expect-error: none of the three
bufferWhileOffline(known, { maxSize: 5, overflow: 'drop' });
// @ts-expect-error: these are no connection states
bufferWhileOffline(words, options);
// @ts-expect-error: it returns something to subscribe
bufferWhileOffline(known, options, () => 5);
// @ts-expect-error: options are read, not written
options.maxSize = 6;
