import { expectTypeOf } from 'expect-type';
import { asyncScheduler, type Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  waitForOnline,
  type WaitForOnlineOptions,
} from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const perhaps: Observable<ConnectionState | 'unknown'>;
declare const status$: Observable<root.ConnectionStatus>;
declare const words: Observable<string>;

// A state can be 'online' alone afterwards; a status is what it was.
expectTypeOf(known.pipe(waitForOnline())).toEqualTypeOf<Observable<'online'>>();
expectTypeOf(perhaps.pipe(waitForOnline({ timeout: 5 }))).toEqualTypeOf<Observable<'online'>>();
expectTypeOf(status$.pipe(waitForOnline({ signal: AbortSignal.timeout(5) }))).toEqualTypeOf<
  Observable<root.ConnectionStatus>
>();
expectTypeOf(root.waitForOnline).toEqualTypeOf<typeof waitForOnline>();
expectTypeOf<root.WaitForOnlineOptions>().toEqualTypeOf<WaitForOnlineOptions>();

waitForOnline({ timeout: undefined, signal: undefined, scheduler: asyncScheduler });
// @ts-expect-error: milliseconds are a number
waitForOnline({ timeout: '5s' });
// @ts-expect-error: the signal, not its controller
waitForOnline({ signal: new AbortController() });
// @ts-expect-error: these are no connection states
words.pipe(waitForOnline());
