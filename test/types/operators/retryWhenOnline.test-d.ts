import { expectTypeOf } from 'expect-type';
import { asyncScheduler, type Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  retryWhenOnline,
  type RetryWhenOnlineOptions,
} from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const status$: Observable<root.ConnectionStatus>;
declare const words: Observable<string>;

// The values are those of the source.
expectTypeOf(words.pipe(retryWhenOnline(known))).toEqualTypeOf<Observable<string>>();
expectTypeOf(
  words.pipe(retryWhenOnline(status$, { count: 3, backoff: 5, jitter: 0.5 })),
).toEqualTypeOf<Observable<string>>();
expectTypeOf(root.retryWhenOnline).toEqualTypeOf<typeof retryWhenOnline>();
expectTypeOf<root.RetryWhenOnlineOptions>().toEqualTypeOf<RetryWhenOnlineOptions>();

retryWhenOnline(known, { backoff: (failures) => failures * 5, scheduler: asyncScheduler });
retryWhenOnline(known, { count: undefined, backoff: undefined, jitter: undefined });
// @ts-expect-error: these are no connection states
retryWhenOnline(words);
// @ts-expect-error: milliseconds are a number
retryWhenOnline(known, { backoff: '5s' });
// @ts-expect-error: a share is a number
retryWhenOnline(known, { jitter: true });
