/**
 * The embedded Outlook under a test's control.
 *
 * @packageDocumentation
 */
export { embeddedOutlook } from './embeddedOutlook.js';
export type {
  BridgeHost,
  Counters,
  EmbeddedOutlook,
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
