import { checkState } from '../lib/arguments.js';
import type { ConnectionState } from '../lib/types.js';

/** What somebody typed or wrote into a script: whose state is to change, and to which. */
export interface AskedChange {
  readonly profiles: readonly string[];
  readonly state: ConnectionState;
}

/** `Work offline`, or `offline` for all of them; throws an Error that says what is wrong, and what is right. */
export function parseChange(text: string, profiles: readonly string[]): AskedChange {
  const [, name, word = ''] = /^(?:(.*\S)\s+)?(\S*)$/s.exec(text.trim()) ?? [];
  const state = stateOf(word, text, profiles);
  if (name === undefined) return { profiles, state };
  if (!profiles.includes(name)) {
    throw new Error(`there is no profile ${JSON.stringify(name)}, only ${listed(profiles)}`);
  }
  return { profiles: [name], state };
}

function stateOf(word: string, text: string, profiles: readonly string[]): ConnectionState {
  if (word === 'online' || word === 'offline') return checkState(word);
  throw new Error(
    `${JSON.stringify(text.trim())} does not end in "online" or "offline": ` +
      `expected ${JSON.stringify(`${profiles[0] ?? 'NAME'} offline`)}, or "offline" for all profiles`,
  );
}

export function listed(profiles: readonly string[]): string {
  return profiles.map((name) => JSON.stringify(name)).join(', ');
}
