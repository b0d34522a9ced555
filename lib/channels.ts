import { channel } from 'node:diagnostics_channel';
import { debuglog } from 'node:util';
import type { Target } from './target.js';

/**
 * What a registration follows, and through which backend.
 *
 * @public
 */
export interface AdvisedTarget {
  /** The profile. */
  readonly profile: string;
  /** The account of the profile, if the registration is one of an account. */
  readonly account?: string | undefined;
  /** The backend's name. */
  readonly backend: string;
}

/**
 * Messages on Node's `diagnostics_channel`, by the channel's name. Free of cost while a channel has no
 * subscriber. `NODE_DEBUG=rx-outlook` in the environment writes the same to standard error.
 *
 * @example
 * ```ts
 * import diagnosticsChannel from 'node:diagnostics_channel';
 * import type { DiagnosticsChannels } from 'rx-outlook';
 *
 * diagnosticsChannel.subscribe('rx-outlook:error', (message) => {
 *   const { profile, error } = message as DiagnosticsChannels['rx-outlook:error'];
 *   console.error(`${profile ?? 'profiles()'}: ${String(error)}`);
 * });
 * ```
 *
 * @public
 */
export interface DiagnosticsChannels {
  /** A subscription asks for its `Advise`. */
  readonly 'rx-outlook:advise': AdvisedTarget;
  /** A subscription has ended and asks for its `Unadvise`; once for each `advise`. */
  readonly 'rx-outlook:unadvise': AdvisedTarget;
  /**
   * A stream errors, or a promise of an offline object or of {@link profiles} rejects; an attempt of
   * {@link connectionStatus$} fails; a question for an Outlook, of {@link connectionStatus$} or
   * {@link availability$}, fails with another reason than the last one.
   *
   * Some failures are reported here only, because no stream is left: an `Unadvise` fails, or an offline object
   * releases a callback once too often (the error's `operation` is `Unadvise` or `Release`); notifications wait
   * for memory before they can be delivered (`deliver`).
   *
   * `profile` and `account` are absent where the failure concerns none.
   */
  readonly 'rx-outlook:error': {
    readonly profile?: string | undefined;
    readonly account?: string | undefined;
    readonly error: unknown;
  };
  /** A merged change is about to be delivered; `merged` says how many changes it stands for. */
  readonly 'rx-outlook:overflow': AdvisedTarget & { readonly merged: number };
}

const channels = {
  'rx-outlook:advise': channel('rx-outlook:advise'),
  'rx-outlook:unadvise': channel('rx-outlook:unadvise'),
  'rx-outlook:error': channel('rx-outlook:error'),
  'rx-outlook:overflow': channel('rx-outlook:overflow'),
} satisfies Record<keyof DiagnosticsChannels, unknown>;

const log = debuglog('rx-outlook');

/**
 * Whether `NODE_DEBUG=rx-outlook` was set when the process or the worker began. `publish` writes the log
 * itself: all copies of the package share the channels, so that a subscriber in each copy would write each
 * line once for each copy.
 */
const isDebugging = log.enabled;

export function publish<Name extends keyof DiagnosticsChannels>(
  name: Name,
  message: () => DiagnosticsChannels[Name],
): void {
  const { [name]: channel } = channels;
  if (!isDebugging && !channel.hasSubscribers) return;
  const told = message();
  if (isDebugging) log('%s %O', name.slice('rx-outlook:'.length), told);
  channel.publish(told);
}

/** Publishes an error of a stream or a promise, and what it concerns. */
export function publishError(target: Target, error: unknown): void {
  const { profile, account } = target;
  publish('rx-outlook:error', () => ({
    profile,
    ...(account === undefined ? {} : { account }),
    error,
  }));
}
