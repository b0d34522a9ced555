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
