import type { Desktop } from './protocol.js';

const sites = ['berlin', 'lisbon', 'osaka', 'porto alegre'];

/** Simulated desktops, the sites in turn. */
export function desktops(count: number, accounts: number): Desktop[] {
  return Array.from({ length: count }, (_, i) => {
    const machine = `pc-${String(i + 1).padStart(4, '0')}`;
    return {
      site: sites[i % sites.length]!,
      machine,
      profile: 'Work',
      accounts: Array.from({ length: accounts }, (_, n) => `user${n + 1}@${machine}.example.org`),
    };
  });
}

/** In `parts` lists of about the same length. */
export function shares<T>(all: readonly T[], parts: number): T[][] {
  return Array.from({ length: parts }, (_, part) => all.filter((__, i) => i % parts === part));
}
