import { expectTypeOf } from 'expect-type';
import { asyncScheduler, type MonoTypeOperatorFunction, type Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  debounceConnectionState,
  type DebounceConnectionStateOptions,
} from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const perhaps: Observable<ConnectionState | 'unknown'>;
declare const offline: Observable<'offline'>;
declare const words: Observable<string>;

// The states go through as they are: 'unknown' is neither added nor taken away.
expectTypeOf(known.pipe(debounceConnectionState({}))).toEqualTypeOf<Observable<ConnectionState>>();
expectTypeOf(perhaps.pipe(debounceConnectionState({ online: 1, offline: 2 }))).toEqualTypeOf<
  Observable<ConnectionState | 'unknown'>
>();
expectTypeOf(offline.pipe(debounceConnectionState({ scheduler: asyncScheduler }))).toEqualTypeOf<
  Observable<'offline'>
>();
expectTypeOf(debounceConnectionState<ConnectionState>({ online: undefined })).toEqualTypeOf<
  MonoTypeOperatorFunction<ConnectionState>
>();
expectTypeOf(root.debounceConnectionState).toEqualTypeOf<typeof debounceConnectionState>();
expectTypeOf<root.DebounceConnectionStateOptions>().toEqualTypeOf<DebounceConnectionStateOptions>();

// @ts-expect-error: the options are not optional
debounceConnectionState();
// @ts-expect-error: a delay is a number of milliseconds
debounceConnectionState({ online: '5s' });
debounceConnectionState({ unknown: 5, maxWait: 10, debounceFirst: true });
// @ts-expect-error: whether, not how long
debounceConnectionState({ debounceFirst: 5 });
// @ts-expect-error: no scheduler
debounceConnectionState({ scheduler: setTimeout });
// @ts-expect-error: these are no connection states
words.pipe(debounceConnectionState({}));
// @ts-expect-error: nor are these
debounceConnectionState<'partial'>({});

declare const options: DebounceConnectionStateOptions;
// @ts-expect-error: options are read, not written
options.online = 5;
