/**
 * The embedded Outlook under a test's control.
 *
 * @packageDocumentation
 */
export type { EmbeddedOutlook } from './controls.js';
export { embeddedOutlook } from './embeddedOutlook.js';
export type {
  BridgeHost,
  Counters,
  EmbeddedOutlookOptions,
  Flood,
  FloodOptions,
  Hold,
  OfflineCall,
  PlayStep,
  RawNotification,
} from './types.js';
export type { Capabilities } from '../lib/openOfflineObject.js';
export type { ConnectionState } from '../lib/types.js';
