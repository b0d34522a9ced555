/**
 * Operators over connection states: pure RxJS, nothing native.
 *
 * @packageDocumentation
 */
export type { ConnectionStatesSummary, OverallState } from './connectionStatesSummary.js';
export {
  debounceConnectionState,
  type DebounceConnectionStateOptions,
} from './debounceConnectionState.js';
export {
  mergeConnectionStates,
  type MergeConnectionStatesOptions,
} from './mergeConnectionStates.js';
export type { OverallPolicy, OverallPolicyName } from './overall.js';
export type { ObservableLike, ObservableSource, PushedSource } from './sources.js';
export { toAsyncIterable, type ToAsyncIterableOptions } from './toAsyncIterable.js';
export { toObservable } from './toObservable.js';
export type { ConnectionState } from '../lib/types.js';
export { bufferWhileOffline, type BufferWhileOfflineOptions } from './bufferWhileOffline.js';
export type { ConnectionStateLike, StateOf } from './connectionStateLike.js';
export { connectionUptime, type ConnectionUptimeOptions } from './connectionUptime.js';
export {
  detectFlapping,
  type DetectFlappingOptions,
  type FlappingState,
} from './detectFlapping.js';
export { retryWhenOnline, type RetryWhenOnlineOptions } from './retryWhenOnline.js';
export { shareConnectionState, type ShareConnectionStateOptions } from './shareConnectionState.js';
export { takeWhileOnline } from './takeWhileOnline.js';
export type { ConnectionUptime } from './uptimeWindow.js';
export { waitForOnline, type WaitForOnlineOptions } from './waitForOnline.js';
export { whileOnline } from './whileOnline.js';
export { type StateWithDuration, withDuration, type WithDurationOptions } from './withDuration.js';
export { OfflineStateError, type OfflineStateErrorDetails } from '../lib/errors.js';
