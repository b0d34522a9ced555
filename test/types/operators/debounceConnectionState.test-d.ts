import { expectTypeOf } from 'expect-type';
import { asyncScheduler, map, type MonoTypeOperatorFunction, type Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  debounceConnectionState,
  type DebounceConnectionStateOptions,
} from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const perhaps: Observable<ConnectionState | 'unknown'>;
declare const offline: Observable<'offline'>;
declare const status$: Observable<root.ConnectionStatus>;
declare const words: Observable<string>;

// The states go through as they are: 'unknown' is neither added nor taken away. Of a status it is the state.
expectTypeOf(known.pipe(debounceConnectionState({}))).toEqualTypeOf<Observable<ConnectionState>>();
expectTypeOf(perhaps.pipe(debounceConnectionState({ online: 1, offline: 2 }))).toEqualTypeOf<
  Observable<ConnectionState | 'unknown'>
>();
expectTypeOf(offline.pipe(debounceConnectionState({ scheduler: asyncScheduler }))).toEqualTypeOf<
  Observable<'offline'>
>();
expectTypeOf(status$.pipe(debounceConnectionState({}))).toEqualTypeOf<
  Observable<ConnectionState | 'unknown'>
>();
declare const flapping$: Observable<root.FlappingState<ConnectionState>>;
expectTypeOf(flapping$.pipe(debounceConnectionState({}))).toEqualTypeOf<
  Observable<ConnectionState>
>();
// Made once for many accounts, it takes them all.
const settled = debounceConnectionState({});
expectTypeOf(status$.pipe(settled)).toEqualTypeOf<Observable<ConnectionState | 'unknown'>>();
expectTypeOf(known.pipe(settled)).toEqualTypeOf<Observable<ConnectionState | 'unknown'>>();
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
// @ts-expect-error: nor is this a status
words.pipe(map((state) => ({ state }))).pipe(debounceConnectionState({}));
// @ts-expect-error: nor are these
debounceConnectionState<'partial'>({});

declare const options: DebounceConnectionStateOptions;
// @ts-expect-error: options are read, not written
options.online = 5;
