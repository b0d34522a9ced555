import { checkProfile } from '../lib/arguments.js';
import { messageOf } from './exitCodes.js';

/** A profile, or an account of it. */
export interface Named {
  readonly profile: string;
  readonly account?: string | undefined;
}

export interface NamedAccount extends Named {
  readonly account: string;
}

/** The names that are known: those of an embedded Outlook, for one. */
export interface Roster {
  readonly profiles: readonly string[];
  accounts(profile: string): readonly string[];
}

/** Returns the name as it is typed and shown: `Work`, or `Work/alice@example.org`. */
export function fullName({ profile, account }: Named): string {
  return account === undefined ? profile : `${profile}/${account}`;
}

/** Returns a text that differs for each profile and account: no name contains a NUL. */
export function keyOf({ profile, account }: Named): string {
  return account === undefined ? profile : `${profile}\0${account}`;
}

/**
 * Parses `PROFILE` or `PROFILE/ACCOUNT`. Both names may contain a "/": the longest of the profiles that the
 * text begins with counts. Returns undefined when it begins with none.
 */
export function parseName(text: string, profiles: readonly string[]): Named | undefined {
  if (profiles.includes(text)) return { profile: text };
  const [profile] = profiles
    .filter((name) => text.startsWith(`${name}/`))
    .sort((one, other) => other.length - one.length);
  return profile === undefined ? undefined : { profile, account: text.slice(profile.length + 1) };
}

/** Lists the first names, quoted: there may be thousands. */
export function listed(names: readonly string[], most = 10): string {
  const first = names.slice(0, most).map((name) => JSON.stringify(name));
  const rest = names.length - first.length;
  return rest === 0 ? first.join(', ') : `${first.join(', ')} and ${String(rest)} more`;
}

/** Returns the mistake in the name of a profile or account, if any, such as "must not be empty". */
export function mistakeIn(name: string): string | undefined {
  try {
    checkProfile(name);
    return undefined;
  } catch (error) {
    // `The "profile" argument must not be empty. Received ""`
    const [, mistake] = /argument (.*?)\. Received/s.exec(messageOf(error)) ?? [];
    return mistake ?? messageOf(error);
  }
}

/** The longest name over the bridge, in UTF-16 units: kNameLimit of native/bridge/protocol.h. */
const longestServed = 256;

/** Does the same for the name of a served profile or account. */
export function mistakeInServed(name: string): string | undefined {
  return name.length > longestServed
    ? `must not be longer than ${String(longestServed)} characters`
    : mistakeIn(name);
}
