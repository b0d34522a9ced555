import { say } from '../output.js';
import type { Removed } from './folders.js';

/** Writes the removed folders; nothing where there were none. */
export function sayRemoved(title: string, { removed, kept }: Removed): void {
  if (removed.length > 0) [title, ...removed.map((path) => `  ${path}`)].forEach(say);
  if (kept.length === 0) return;
  say(
    'Not removed, because it is in use; the next install or uninstall without Outlook removes it:',
  );
  for (const path of kept) say(`  ${path}`);
}
