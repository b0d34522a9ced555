import { say } from '../output.js';
import type { Removed } from './folders.js';

/** Nothing where there was nothing. */
export function sayRemoved(title: string, { removed, kept }: Removed): void {
  if (removed.length > 0) [title, ...removed.map((path) => `  ${path}`)].forEach(say);
  if (kept.length === 0) return;
  say('In use, and so still there; the next install or uninstall without Outlook removes it:');
  for (const path of kept) say(`  ${path}`);
}
