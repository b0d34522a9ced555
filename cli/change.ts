import type { ConnectionState } from '../lib/types.js';
import { nameOf } from './lines.js';
import { fullName, listed, mistakeInServed, type Named, parseName, type Roster } from './named.js';

/** The words at the end of a change. */
const actions = ['online', 'offline', 'add', 'remove'] as const;

/** A change that was typed or written into a script. */
export interface AskedChange {
  /** Of `add` and `remove`, one account. */
  readonly targets: readonly Named[];
  readonly action: ConnectionState | 'add' | 'remove';
}

/**
 * Parses `Work offline`, `Work/alice@example.org offline`, `Work/alice@example.org add`, or `offline` for all
 * profiles. A name may be quoted, as a string of JSON; a name with blanks around it must be. Throws an Error
 * that names the mistake and the correct form.
 */
export function parseChange(text: string, roster: Roster): AskedChange {
  const [, name, word = ''] = /^(?:(.*\S)\s+)?(\S*)$/s.exec(text.trim()) ?? [];
  const action = actions.find((one) => one === word);
  const example = roster.profiles[0] ?? 'NAME';
  if (action === undefined) {
    throw new Error(
      `${shown(text.trim())} does not end in "online", "offline", "add" or "remove": expected ` +
        `${JSON.stringify(`${nameOf(example)} offline`)}, or "offline" for all profiles`,
    );
  }
  if (name !== undefined) {
    return checkChange({ targets: [parseTarget(name, roster)], action }, roster);
  }
  if (action === 'add' || action === 'remove')
    throw new Error(noAccountIn(action, action, example));
  return { targets: roster.profiles.map((profile) => ({ profile })), action };
}

/** Returns the change; throws an Error when its account is missing, or is there before it is added. */
export function checkChange(change: AskedChange, roster: Roster): AskedChange {
  const { targets, action } = change;
  for (const target of targets) {
    const { profile, account } = target;
    if (account === undefined) {
      if (action === 'online' || action === 'offline') continue;
      throw new Error(noAccountIn(`${nameOf(profile)} ${action}`, action, profile));
    }
    const accounts = roster.accounts(profile);
    const isThere = accounts.includes(account);
    if (action === 'add') {
      if (isThere) throw new Error(`${profileWith('has an account', target)} already`);
      const mistake = mistakeInServed(account);
      if (mistake !== undefined) throw new Error(`the name ${shown(account)} ${mistake}`);
    } else if (!isThere) {
      const rest = accounts.length === 0 ? 'nor any other one' : `only ${listed(accounts)}`;
      throw new Error(`${profileWith('has no account', target)}, ${rest}`);
    }
  }
  return change;
}

function profileWith(what: string, { profile, account = '' }: Named): string {
  return `profile ${shown(profile)} ${what} ${shown(account)}`;
}

function noAccountIn(text: string, action: string, profile: string): string {
  const example = `${nameOf(fullName({ profile, account: 'NAME' }))} ${action}`;
  return `${shown(text)} names no account: expected ${JSON.stringify(example)}`;
}

function parseTarget(name: string, roster: Roster): Named {
  const { profiles } = roster;
  const texts = [name, unquoted(name)];
  const found = texts.flatMap((text) => parseName(text, profiles) ?? []);
  const target = found.find((one) => isThere(one, roster)) ?? found[0];
  if (target !== undefined) return target;
  const why = name.includes('/') ? ', nor one before a "/" of it' : '';
  throw new Error(`there is no profile ${shown(unquoted(name))}${why}, only ${listed(profiles)}`);
}

function isThere({ profile, account }: Named, roster: Roster): boolean {
  return account === undefined || roster.accounts(profile).includes(account);
}

function unquoted(name: string): string {
  if (!/^".*"$/s.test(name)) return name;
  try {
    return String(JSON.parse(name));
  } catch (error) {
    // Not a string of JSON: the name itself.
    if (error instanceof SyntaxError) return name;
    throw error;
  }
}

/** Shortens typed text, which may have any length. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
