/**
 * The embedded Outlook under a test's control.
 *
 * @packageDocumentation
 */
export type { EmbeddedOutlook } from './controls.js';
export { embeddedOutlook } from './embeddedOutlook.js';
export type {
  AccountOptions,
  AddAccountOptions,
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
export type { AccountType, ConnectionState } from '../lib/types.js';
