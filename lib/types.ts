import type { UnavailableReason, UnknownReason } from './reasons.js';

/**
 * Whether a profile is connected to its mail server, as Outlook sees it.
 *
 * @public
 */
export type ConnectionState = 'online' | 'offline';

/**
 * Where connection states come from.
 *
 * - `'auto'`: Outlook, by the best way there is. Never the embedded one.
 * - `'bridge'`: an Outlook in another process, through the add-in inside it.
 * - `'msmapi'`: the Outlook whose process this code runs in.
 * - `'embedded'`: an offline object of our own, on every platform: for development and tests.
 *
 * @public
 */
export type BackendName = 'auto' | 'bridge' | 'msmapi' | 'embedded';

/**
 * How far a change of the connection state has come: about to happen, happening, completed.
 * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/mapioffline_notify_type | MAPIOFFLINE_NOTIFY_TYPE}
 *
 * @public
 */
export type ConnectionStatePhase = 'start' | 'change' | 'done';

/**
 * One notification of Outlook's about one profile.
 *
 * @public
 */
export interface ConnectionStateChange {
  /** The profile that the stream was opened for. */
  readonly profile: string;
  /** A `start` announces a state that is not reached yet. */
  readonly phase: ConnectionStatePhase;
  /** The state before. */
  readonly previous: ConnectionState;
  /** The state after; for a `start`, the state to come. */
  readonly current: ConnectionState;
  /** When Outlook said so, in milliseconds since the epoch. */
  readonly timestamp: number;
  /**
   * How many notifications this one stands for: 1, unless JavaScript was busy for so long that the
   * queue reached its bound. Then it has the oldest `previous` and the newest of everything else.
   */
  readonly merged: number;
}

/**
 * What is known of a profile's connection state.
 *
 * @public
 */
export interface ConnectionStatus {
  /** `'unknown'` where it cannot be known; never a guess. */
  readonly state: ConnectionState | 'unknown';
  /** Why it is unknown; absent when it is known. */
  readonly reason?: UnknownReason | undefined;
  /**
   * When this state began, in milliseconds since the epoch by the system's clock, no test's fake one: by
   * Outlook's own notification, or else when it was seen here. Another reason for the same `'unknown'` does
   * not begin it anew.
   */
  readonly since: number;
}

/**
 * Whether there is an Outlook to ask, and if not, why.
 *
 * @public
 */
export type Availability =
  { readonly available: true } | { readonly available: false; readonly reason: UnavailableReason };

/**
 * Options of everything that reaches for an offline object. Those of an object, or of its class, count, here and
 * everywhere; what every object has from `Object.prototype` does not.
 *
 * @public
 */
export interface SourceOptions {
  /**
   * Where the states come from. Without it: what {@link setDefaultBackend} set, else the environment
   * variable `RX_OUTLOOK_BACKEND`, else `'auto'`. Read at each subscription.
   */
  readonly backend?: BackendName | undefined;
  /** Whether the process stays alive for it; `true` by default. */
  readonly ref?: boolean | undefined;
  /**
   * How long one request to the backend may take, in milliseconds; 30 000 by default. A subscription's
   * start, up to its snapshot, is one request, and each later reading of its state is one. Time runs from
   * when the backend is asked.
   */
  readonly timeout?: number | undefined;
}
