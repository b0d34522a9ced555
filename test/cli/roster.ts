import type { Roster } from '../../cli/named.js';

/** A roster of these names that nothing changes. */
export function rosterOf(
  profiles: readonly string[],
  accounts: Readonly<Record<string, readonly string[]>> = {},
): Roster {
  return { profiles, accounts: (profile) => accounts[profile] ?? [] };
}
