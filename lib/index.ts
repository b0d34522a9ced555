/**
 * Outlook's connection state as RxJS Observables.
 *
 * @packageDocumentation
 */
export type { Account } from './account.js';
export { accounts$ } from './accounts.js';
export { availability$ } from './availability.js';
export { setDefaultBackend } from './backend.js';
export { connectionState$ } from './connectionState.js';
export { connectionStateChange$ } from './connectionStateChange.js';
export { connectionStatus$ } from './connectionStatus.js';
export type { AdvisedTarget, DiagnosticsChannels } from './channels.js';
export { diagnostics, type Diagnostics } from './diagnostics.js';
export { OfflineStateError, type OfflineStateErrorDetails } from './errors.js';
export {
  openOfflineObject,
  type Capabilities,
  type OfflineObject,
  type SetCurrentStateOptions,
} from './openOfflineObject.js';
export { profiles } from './profiles.js';
export type { UnavailableReason, UnknownReason } from './reasons.js';
export { setBinary } from './setBinary.js';
export type {
  AccountType,
  AnsweringBackend,
  Availability,
  BackendName,
  ConnectionState,
  ConnectionStateChange,
  ConnectionStatePhase,
  ConnectionStatus,
  SourceOptions,
} from './types.js';
export type {
  ConnectionStatesSummary,
  OverallState,
} from '../operators/connectionStatesSummary.js';
export {
  debounceConnectionState,
  type DebounceConnectionStateOptions,
} from '../operators/debounceConnectionState.js';
export {
  mergeConnectionStates,
  type MergeConnectionStatesOptions,
} from '../operators/mergeConnectionStates.js';
export type { OverallPolicy, OverallPolicyName } from '../operators/overall.js';
export type { ObservableLike, ObservableSource, PushedSource } from '../operators/sources.js';
export { toAsyncIterable, type ToAsyncIterableOptions } from '../operators/toAsyncIterable.js';
export { toObservable } from '../operators/toObservable.js';
export {
  bufferWhileOffline,
  type BufferWhileOfflineOptions,
} from '../operators/bufferWhileOffline.js';
export type { ConnectionStateLike, StateOf } from '../operators/connectionStateLike.js';
export { connectionUptime, type ConnectionUptimeOptions } from '../operators/connectionUptime.js';
export {
  detectFlapping,
  type DetectFlappingOptions,
  type FlappingState,
} from '../operators/detectFlapping.js';
export { retryWhenOnline, type RetryWhenOnlineOptions } from '../operators/retryWhenOnline.js';
export {
  shareConnectionState,
  type ShareConnectionStateOptions,
} from '../operators/shareConnectionState.js';
export { takeWhileOnline } from '../operators/takeWhileOnline.js';
export type { ConnectionUptime } from '../operators/uptimeWindow.js';
export { waitForOnline, type WaitForOnlineOptions } from '../operators/waitForOnline.js';
export { whileOnline } from '../operators/whileOnline.js';
export {
  type StateWithDuration,
  withDuration,
  type WithDurationOptions,
} from '../operators/withDuration.js';
