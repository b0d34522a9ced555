import { load } from './load.js';
import { sharedOf } from './environment.js';
import type { AnsweringBackend } from './types.js';

/**
 * Counts of one environment (the main thread or one worker) since its start.
 *
 * `received` equals `delivered` + `merged` + `dropped` + the notifications in the queue.
 *
 * @public
 */
export interface Diagnostics {
  /** Subscriptions that have not ended. One that goes on to another backend may count twice meanwhile. */
  readonly registrations: number;
  /**
   * How many of them each backend answers now, without the backends that answer none. With `'auto'` a
   * subscription may go on to another backend: it then counts for that one.
   */
  readonly backends: Readonly<Partial<Record<AnsweringBackend, number>>>;
  /** Notifications that Outlook sent to this environment's registrations. */
  readonly received: number;
  /** Notifications delivered to a live subscription; a merged one counts as one. */
  readonly delivered: number;
  /** Batches of records delivered to JavaScript. */
  readonly batches: number;
  /** Records in the largest batch: notifications, states, answers. */
  readonly largestBatch: number;
  /** Records that wait in the queue now. */
  readonly queueDepth: number;
  /** Notifications merged into another one, because the queue had reached its bound. */
  readonly merged: number;
  /**
   * Notifications that no subscriber received: they came after the end of their subscription, are not
   * supported by the API, or had a state that is neither online nor offline.
   */
  readonly dropped: number;
}

/**
 * Returns the counts of this environment. Cheap; throws nothing, also without a binary, when all counts are
 * 0. Node's `diagnostics_channel` has the single events: {@link DiagnosticsChannels}.
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
    backends: Object.fromEntries([...table.answered].filter(([, count]) => count > 0)),
    received: native.received,
    delivered: table.delivered,
    merged: native.merged,
    dropped: native.dropped + table.dropped,
    batches: table.batches,
    largestBatch: table.largestBatch,
    queueDepth: native.depth + table.length - table.position,
  };
}
