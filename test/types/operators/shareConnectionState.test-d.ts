import { expectTypeOf } from 'expect-type';
import { asyncScheduler, type MonoTypeOperatorFunction, type Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  shareConnectionState,
  type ShareConnectionStateOptions,
} from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const status$: Observable<root.ConnectionStatus>;

// It shares anything, as it is.
expectTypeOf(known.pipe(shareConnectionState())).toEqualTypeOf<Observable<ConnectionState>>();
expectTypeOf(status$.pipe(shareConnectionState({ lingerMs: 5 }))).toEqualTypeOf<
  Observable<root.ConnectionStatus>
>();
expectTypeOf(
  shareConnectionState<number>({ lingerMs: undefined, scheduler: asyncScheduler }),
).toEqualTypeOf<MonoTypeOperatorFunction<number>>();
expectTypeOf(root.shareConnectionState).toEqualTypeOf<typeof shareConnectionState>();
expectTypeOf<root.ShareConnectionStateOptions>().toEqualTypeOf<ShareConnectionStateOptions>();

// @ts-expect-error: milliseconds are a number
shareConnectionState({ lingerMs: '5s' });
// @ts-expect-error: no scheduler
shareConnectionState({ scheduler: setTimeout });
// @ts-expect-error: that is another operator's
shareConnectionState({ linger: 5 });
