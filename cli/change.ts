import { checkState } from '../lib/arguments.js';
import type { ConnectionState } from '../lib/types.js';
import { nameOf } from './lines.js';

/** A change that was typed or written into a script: the profiles, and their new state. */
export interface AskedChange {
  readonly profiles: readonly string[];
  readonly state: ConnectionState;
}

/**
 * Parses `Work offline`, or `offline` for all profiles. A name may be quoted, as a string of JSON; a name
 * with blanks around it must be. Throws an Error that names the mistake and the correct form.
 */
export function parseChange(text: string, profiles: readonly string[]): AskedChange {
  const [, name, word = ''] = /^(?:(.*\S)\s+)?(\S*)$/s.exec(text.trim()) ?? [];
  const state = stateOf(word, text, profiles);
  if (name === undefined) return { profiles, state };
  const profile = [name, unquoted(name)].find((one) => profiles.includes(one));
  if (profile === undefined) {
    throw new Error(`there is no profile ${shown(unquoted(name))}, only ${listed(profiles)}`);
  }
  return { profiles: [profile], state };
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

function stateOf(word: string, text: string, profiles: readonly string[]): ConnectionState {
  if (word === 'online' || word === 'offline') return checkState(word);
  const example = profiles[0] ?? 'NAME';
  throw new Error(
    `${shown(text.trim())} does not end in "online" or "offline": expected ` +
      `${JSON.stringify(`${nameOf(example)} offline`)}, or "offline" for all profiles`,
  );
}

/** Shortens typed text, which may have any length. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

export function listed(profiles: readonly string[]): string {
  return profiles.map((name) => JSON.stringify(name)).join(', ');
}
