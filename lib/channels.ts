import { channel } from 'node:diagnostics_channel';
import { debuglog } from 'node:util';

/**
 * What is published on Node's `diagnostics_channel`, by the channel's name. At no cost while nobody is
 * subscribed to it. With `NODE_DEBUG=rx-outlook` in the environment, the same is written to standard error.
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
  readonly 'rx-outlook:advise': { readonly profile: string; readonly backend: string };
  /** A subscription has ended and asks for its `Unadvise`; once for each `advise`. */
  readonly 'rx-outlook:unadvise': { readonly profile: string; readonly backend: string };
  /**
   * A stream errs, or a promise of an offline object's, or of {@link profiles}, is rejected; an attempt
   * of {@link connectionStatus$} fails, or its question whether there is an Outlook, or that of
   * {@link availability$}, when the reason is another than before. And, since no stream is left to be told:
   * an `Unadvise` fails, or an offline object lets go of a callback once too often (the error's `operation`
   * is `Unadvise`, or `Release`); for want of memory what has come waits to be delivered (`deliver`).
   * There is no profile where it was about none.
   */
  readonly 'rx-outlook:error': { readonly profile?: string | undefined; readonly error: unknown };
  /** A merged change is about to be delivered; it stands for so many. */
  readonly 'rx-outlook:overflow': {
    readonly profile: string;
    readonly backend: string;
    readonly merged: number;
  };
}

const channels = {
  'rx-outlook:advise': channel('rx-outlook:advise'),
  'rx-outlook:unadvise': channel('rx-outlook:unadvise'),
  'rx-outlook:error': channel('rx-outlook:error'),
  'rx-outlook:overflow': channel('rx-outlook:overflow'),
} satisfies Record<keyof DiagnosticsChannels, unknown>;

const log = debuglog('rx-outlook');

/**
 * `NODE_DEBUG=rx-outlook`, as it was when the process or the worker began. Not by a subscription to the channels: they
 * are one for all copies of the package, which would write each line once for each copy.
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

/** Of a stream or a promise that is about `profile`, if it is about one. */
export function publishError(profile: string | undefined, error: unknown): void {
  publish('rx-outlook:error', () => ({ profile, error }));
}
