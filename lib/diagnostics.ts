import { load } from './load.cjs';
import { sharedOf } from './environment.js';

/**
 * Counts of one environment (the main thread or one worker) since it began.
 *
 * `received` equals `delivered` + `merged` + `dropped` + what waits in the queue.
 *
 * @public
 */
export interface Diagnostics {
  /** Subscriptions alive. */
  readonly registrations: number;
  /** Notifications that Outlook sent to this environment's registrations. */
  readonly received: number;
  /** Notifications, merged ones counted as one, that were handed to a live subscription. */
  readonly delivered: number;
  /** How often JavaScript was handed what had come, as a batch. */
  readonly batches: number;
  /** How many records the largest batch had: notifications, states, answers. */
  readonly largestBatch: number;
  /** How many records wait at this moment. */
  readonly queueDepth: number;
  /** Notifications folded into another one, because the queue had reached its bound. */
  readonly merged: number;
  /**
   * Notifications nobody was given: they came after the end of their subscription, are not supported by
   * the API, or were of a state that is neither online nor offline.
   */
  readonly dropped: number;
}

/**
 * What went through this environment so far, live. Cheap; throws nothing, also without a binary, when
 * all counts are 0. The single events are on Node's `diagnostics_channel`: {@link DiagnosticsChannels}.
 *
 * @example
 * ```ts
 * import { diagnostics } from 'rx-outlook';
 *
 * const { registrations, merged } = diagnostics();
 * console.log(`${registrations} subscriptions; ${merged} notifications merged so far`);
 * ```
 *
 * @public
 */
export function diagnostics(): Diagnostics {
  const loaded = load();
  const { table } = sharedOf(loaded);
  const native =
    'binary' in loaded ? loaded.binary.counts() : { received: 0, merged: 0, dropped: 0, depth: 0 };
  return {
    registrations: table.registrations,
    received: native.received,
    delivered: table.delivered,
    merged: native.merged,
    dropped: native.dropped + table.dropped,
    batches: table.batches,
    largestBatch: table.largestBatch,
    queueDepth: native.depth + table.length - table.position,
  };
}
