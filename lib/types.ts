import type { UnavailableReason, UnknownReason } from './reasons.js';

/**
 * Whether a profile, or an account of it, is connected to its mail server, as Outlook sees it.
 *
 * @public
 */
export type ConnectionState = 'online' | 'offline';

/**
 * The source of connection states.
 *
 * - `'auto'`: Outlook, through the best backend that answers: the bridge, else msmapi, else automation. A
 *   subscription that automation has answered goes on over the bridge when the add-in appears, and back when
 *   the add-in's connection ends while Outlook still runs; neither is an event. Never the embedded one.
 * - `'bridge'`: an Outlook in another process, through the add-in inside it.
 * - `'msmapi'`: the Outlook of this process.
 * - `'automation'`: a running Outlook and its accounts, read from outside through its object model, without
 *   the add-in. It is polled, and cannot set a state. Windows only.
 * - `'embedded'`: an offline object of this package, on every platform: for development and tests.
 *
 * @public
 */
export type BackendName = 'auto' | 'bridge' | 'msmapi' | 'automation' | 'embedded';

/**
 * A backend that answers; `'auto'` leaves the answers to the others.
 *
 * @public
 */
export type AnsweringBackend = Exclude<BackendName, 'auto'>;

/**
 * The progress of a change of the connection state: about to happen, happening, completed.
 * {@link https://learn.microsoft.com/office/client-developer/outlook/auxiliary/mapioffline_notify_type | MAPIOFFLINE_NOTIFY_TYPE}
 *
 * @public
 */
export type ConnectionStatePhase = 'start' | 'change' | 'done';

/**
 * One notification of Outlook about one profile or account.
 *
 * @public
 */
export interface ConnectionStateChange {
  /** The profile that the stream was opened for. */
  readonly profile: string;
  /** The account that the stream was opened for; absent where that is the profile itself. */
  readonly account?: string | undefined;
  /** A `start` announces a state that is not reached yet. */
  readonly phase: ConnectionStatePhase;
  /** The state before. */
  readonly previous: ConnectionState;
  /** The state after; for a `start`, the state to come. */
  readonly current: ConnectionState;
  /** When Outlook notified, in milliseconds since the epoch. */
  readonly timestamp: number;
  /**
   * The number of notifications that this one stands for: 1, unless JavaScript was busy for so long that
   * the queue reached its bound. A merged one has the oldest `previous` and the newest of everything else.
   */
  readonly merged: number;
}

/**
 * The known connection state of a profile or account.
 *
 * @public
 */
export interface ConnectionStatus {
  /** `'unknown'` where it cannot be known; never a guess. */
  readonly state: ConnectionState | 'unknown';
  /** The reason for `'unknown'`; absent otherwise. */
  readonly reason?: UnknownReason | undefined;
  /**
   * When this state began, in milliseconds since the epoch by the system's clock, which no test's fake
   * clock changes: the time of Outlook's notification, or else the time of its discovery. Another reason
   * for the same `'unknown'` does not change it.
   */
  readonly since: number;
  /**
   * The backend that answered; absent where none did. `'auto'` may go on to another backend later, which is
   * no status of its own: {@link diagnostics} has the present ones.
   */
  readonly backend?: AnsweringBackend | undefined;
}

/**
 * The kind of an account's mail server, as Outlook names it:
 * {@link https://learn.microsoft.com/office/vba/api/outlook.olaccounttype | OlAccountType}.
 *
 * @public
 */
export type AccountType = 'exchange' | 'imap' | 'pop3' | 'http' | 'eas' | 'other';

/**
 * Whether an Outlook can be asked, and the reason if not.
 *
 * @public
 */
export type Availability =
  { readonly available: true } | { readonly available: false; readonly reason: UnavailableReason };

/**
 * Options of every function that opens an offline object. Own properties count, and those of a class;
 * properties of `Object.prototype` do not, here and everywhere.
 *
 * @public
 */
export interface SourceOptions {
  /**
   * An account of the profile, by its name in {@link accounts$}, instead of the profile itself. An account
   * that does not exist is `ERR_ACCOUNT_NOT_FOUND`; a backend without accounts is
   * `ERR_ACCOUNTS_UNAVAILABLE`. Has no effect where a function names no profile, and in `accounts$`.
   */
  readonly account?: string | undefined;
  /**
   * The source of the states. By default the backend of {@link setDefaultBackend}, else the environment
   * variable `RX_OUTLOOK_BACKEND`, else `'auto'`. Read at each subscription.
   */
  readonly backend?: BackendName | undefined;
  /**
   * The time between two looks at Outlook, in milliseconds, for a backend that polls (`'automation'`): at
   * least 250. By default 2 000 ms while a state is awaited or has changed within the last minute, else
   * 5 000 ms. Registrations share the looks: the shortest time counts.
   */
  readonly pollInterval?: number | undefined;
  /** Whether it keeps the process alive; `true` by default. */
  readonly ref?: boolean | undefined;
  /**
   * The time limit of one request to the backend, in milliseconds; 30 000 by default. A subscription's
   * start, up to its snapshot, is one request, and each later reading of its state is another. The time
   * starts when the backend is asked. For a backend that polls it also limits each look, which takes at most
   * 10 000 ms in every case; the shortest time of all registrations counts.
   */
  readonly timeout?: number | undefined;
}
