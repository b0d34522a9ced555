/**
 * Operators over connection states: pure RxJS, nothing native.
 *
 * @packageDocumentation
 */
export type { ConnectionStatesSummary } from './connectionStatesSummary.js';
export {
  debounceConnectionState,
  type DebounceConnectionStateOptions,
} from './debounceConnectionState.js';
export { mergeConnectionStates } from './mergeConnectionStates.js';
export { shareConnectionState, type ShareConnectionStateOptions } from './shareConnectionState.js';
export type { ConnectionState } from '../lib/types.js';
