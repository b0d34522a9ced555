// Compiled by `npm run test:types`, never run.
import { expectTypeOf } from 'expect-type';
import type { Observable } from 'rxjs';
import {
  availability$,
  connectionState$,
  connectionStateChange$,
  connectionStatus$,
  diagnostics,
  type OfflineStateError,
  openOfflineObject,
  profiles,
  setDefaultBackend,
  type Availability,
  type BackendName,
  type Capabilities,
  type ConnectionState,
  type ConnectionStateChange,
  type ConnectionStatePhase,
  type ConnectionStatus,
  type Diagnostics,
  type OfflineObject,
  type SourceOptions,
  type UnavailableReason,
  type UnknownReason,
} from 'rx-outlook';

expectTypeOf<ConnectionState>().toEqualTypeOf<'online' | 'offline'>();
expectTypeOf<BackendName>().toEqualTypeOf<
  'auto' | 'bridge' | 'msmapi' | 'automation' | 'embedded'
>();
expectTypeOf<ConnectionStatePhase>().toEqualTypeOf<'start' | 'change' | 'done'>();

declare const options: SourceOptions;
expectTypeOf(connectionState$).toBeCallableWith('Work', options);
expectTypeOf(connectionState$('Work')).toEqualTypeOf<Observable<ConnectionState>>();
expectTypeOf(connectionStateChange$('Work')).toEqualTypeOf<Observable<ConnectionStateChange>>();
expectTypeOf(connectionStatus$).toBeCallableWith('Work', options);
expectTypeOf(connectionStatus$('Work')).toEqualTypeOf<Observable<ConnectionStatus>>();
expectTypeOf(availability$).toBeCallableWith(options);
expectTypeOf(availability$()).toEqualTypeOf<Observable<Availability>>();
expectTypeOf(openOfflineObject('Work')).resolves.toEqualTypeOf<OfflineObject>();
expectTypeOf(profiles).toEqualTypeOf<(options?: SourceOptions) => Promise<readonly string[]>>();
expectTypeOf(setDefaultBackend).parameters.toEqualTypeOf<[BackendName]>();
expectTypeOf(diagnostics()).toEqualTypeOf<Diagnostics>();

// An option may be given as undefined, whatever the compiler's exactOptionalPropertyTypes says.
connectionState$('Work', { backend: undefined, ref: undefined, timeout: undefined });

declare const object: OfflineObject;
expectTypeOf(object.capabilities()).resolves.toEqualTypeOf<Capabilities>();
expectTypeOf(object.currentState()).resolves.toEqualTypeOf<ConnectionState | 'unknown'>();
expectTypeOf(object.setCurrentState('online', { wait: true })).resolves.toBeVoid();
expectTypeOf(object).toExtend<AsyncDisposable>();

declare const status: ConnectionStatus;
expectTypeOf(status.state).toEqualTypeOf<ConnectionState | 'unknown'>();
expectTypeOf(status.reason).toEqualTypeOf<UnknownReason | undefined>();
expectTypeOf<UnavailableReason>().toExtend<UnknownReason>();
declare const found: Availability;
expectTypeOf(found.available ? undefined : found.reason).toEqualTypeOf<
  UnavailableReason | undefined
>();

declare const error: OfflineStateError;
expectTypeOf(error).toExtend<Error>();
expectTypeOf(error.code).toBeString();
expectTypeOf(error.hresult).toEqualTypeOf<number | undefined>();

declare const change: ConnectionStateChange;
expectTypeOf(change.timestamp).toBeNumber();

// @ts-expect-error -- a profile has a name
connectionState$();
// @ts-expect-error -- no such backend
connectionState$('Work', { backend: 'exchange' });
// @ts-expect-error -- 'unknown' is nothing one can set
void object.setCurrentState('unknown');
// @ts-expect-error -- a change is not to be changed
change.phase = 'done';
