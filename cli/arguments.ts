import { InvalidArgumentError } from 'commander';
import { checkProfile, longestTimeout } from '../lib/arguments.js';
import type { BackendName } from '../lib/types.js';
import { messageOf } from './exitCodes.js';

export interface HostArguments {
  readonly profile: readonly string[];
  readonly script?: string;
}

export interface WatchArguments {
  /** Undefined for all profiles. */
  readonly profile?: readonly string[];
  readonly backend?: BackendName;
  /** In milliseconds. */
  readonly debounce?: number;
  readonly json?: true;
}

/** Arguments of the commands that report findings. */
export interface FindingsArguments {
  readonly json?: true;
}

/** Adds one value of an option that may be repeated. */
export function parseProfile(text: string, before: readonly string[] = []): readonly string[] {
  if (before.includes(text)) throw new InvalidArgumentError('It is given twice.');
  try {
    return [...before, checkProfile(text)];
  } catch (error) {
    // `The "profile" argument must not be empty. Received ""`: commander has named the option and its value
    // already.
    const [, reason = messageOf(error)] = /argument (.*?)\. Received/s.exec(messageOf(error)) ?? [];
    throw new InvalidArgumentError(`It ${reason}.`);
  }
}

/** The longest name over the bridge, in UTF-16 units: kProfileLimit of native/bridge/protocol.h. */
const longestServed = 256;

/** Does the same for a served profile: clients could not see a longer name. */
export function parseServedProfile(text: string, before?: readonly string[]): readonly string[] {
  if (text.length > longestServed) {
    throw new InvalidArgumentError(
      `It must not be longer than ${String(longestServed)} characters.`,
    );
  }
  return parseProfile(text, before);
}

export function parseMilliseconds(text: string): number {
  const milliseconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (milliseconds <= longestTimeout) return milliseconds;
  throw new InvalidArgumentError(
    `It must be a number of milliseconds from 0 to ${String(longestTimeout)}.`,
  );
}
