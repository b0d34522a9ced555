import { InvalidArgumentError } from 'commander';
import { checkProfile, longestTimeout } from '../lib/arguments.js';
import type { BackendName } from '../lib/types.js';
import { messageOf } from './exitCodes.js';

export interface HostArguments {
  readonly profile: readonly string[];
  readonly script?: string;
}

export interface WatchArguments {
  /** None means all there are. */
  readonly profile?: readonly string[];
  readonly backend?: BackendName;
  /** In milliseconds. */
  readonly debounce?: number;
  readonly json?: true;
}

/** Of the commands that tell what they find. */
export interface FindingsArguments {
  readonly json?: true;
}

/** One more value of an option that may be given many times. */
export function parseProfile(text: string, before: readonly string[] = []): readonly string[] {
  if (before.includes(text)) throw new InvalidArgumentError('It is given twice.');
  try {
    return [...before, checkProfile(text)];
  } catch (error) {
    // `The "profile" argument must not be empty. Received ""`: commander has named both already.
    const [, reason = messageOf(error)] = /argument (.*?)\. Received/s.exec(messageOf(error)) ?? [];
    throw new InvalidArgumentError(`It ${reason}.`);
  }
}

/** UTF-16 units that a name may have over the bridge: kProfileLimit of native/bridge/protocol.h. */
const longestServed = 256;

/** The same for what is to be served: a longer name no client could see. */
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
