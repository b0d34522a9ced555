import { InvalidArgumentError } from 'commander';
import { longestTimeout } from '../lib/arguments.js';
import type { BackendName } from '../lib/types.js';
import { listed, mistakeIn, mistakeInServed, type NamedAccount, parseName } from './named.js';

export interface HostArguments {
  readonly profile: readonly string[];
  readonly account?: readonly NamedAccount[];
  readonly script?: string;
}

export interface WatchArguments {
  /** Undefined for all profiles, or for none when there is an account. */
  readonly profile?: readonly string[];
  readonly account?: readonly NamedAccount[];
  /** Whether each profile's accounts are shown. */
  readonly accounts?: true;
  readonly backend?: BackendName;
  /** Whether each line names the backend that answered. */
  readonly showBackend?: true;
  /** In milliseconds. */
  readonly debounce?: number;
  readonly json?: true;
}

/** Arguments of the commands that report findings. */
export interface FindingsArguments {
  readonly json?: true;
}

type Mistake = (name: string) => string | undefined;

/** Adds one value of an option that may be repeated. */
function added(text: string, before: readonly string[], mistake: Mistake): readonly string[] {
  refuse(mistake(text), 'It');
  if (before.includes(text)) throw new InvalidArgumentError('It is given twice.');
  return [...before, text];
}

/** Commander names the option and its value. */
function refuse(mistake: string | undefined, subject: string): void {
  if (mistake !== undefined) throw new InvalidArgumentError(`${subject} ${mistake}.`);
}

export function parseProfile(text: string, before: readonly string[] = []): readonly string[] {
  return added(text, before, mistakeIn);
}

/** Refuses a name longer than clients could see, too. */
export function parseServedProfile(
  text: string,
  before: readonly string[] = [],
): readonly string[] {
  return added(text, before, mistakeInServed);
}

/** Adds one `PROFILE/ACCOUNT`; the profiles that divide it may follow it on the command line. */
export function parseAccount(text: string, before: readonly string[] = []): readonly string[] {
  return added(text, before, (name) =>
    name.includes('/') ? mistakeIn(name) : 'must be PROFILE/ACCOUNT',
  );
}

/** Divides an account to serve, whose profile must be served. */
export function servedAccount(text: string, profiles: readonly string[]): NamedAccount {
  const { profile, account } = parseName(text, profiles) ?? {};
  if (profile === undefined || account === undefined) {
    throw new InvalidArgumentError(`Its profile must be one of --profile: ${listed(profiles)}.`);
  }
  refuse(mistakeInServed(account), 'Its account');
  return { profile, account };
}

/** Divides an account to watch: at its first "/", unless it begins with one of the profiles. */
export function watchedAccount(text: string, profiles: readonly string[] = []): NamedAccount {
  const [first = ''] = text.split('/', 1);
  const { profile = first, account = text.slice(first.length + 1) } =
    parseName(text, profiles) ?? {};
  refuse(mistakeIn(profile), 'Its profile');
  refuse(mistakeIn(account), 'Its account');
  return { profile, account };
}

export function parseMilliseconds(text: string): number {
  const milliseconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (milliseconds <= longestTimeout) return milliseconds;
  throw new InvalidArgumentError(
    `It must be a number of milliseconds from 0 to ${String(longestTimeout)}.`,
  );
}
