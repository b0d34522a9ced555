import { localTime } from './lines.js';
import { visibleLines } from './visible.js';

// Names and reasons are others' words: a terminal is to show them, and not to obey them.

export function say(line: string): void {
  process.stdout.write(`${visibleLines(line)}\n`);
}

/** What has just come to pass, beside the lines of the profiles. */
export function note(what: string): void {
  say(`${localTime(Date.now())}  ${what}`);
}

export function complain(what: string): void {
  process.stderr.write(`rx-outlook: ${visibleLines(what)}\n`);
}
