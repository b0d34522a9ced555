import { localTime } from './lines.js';
import { Teller, type Told } from './teller.js';
import { visibleLines } from './visible.js';

// Names and reasons are others' words: a terminal is to show them, and not to obey them.

const teller = new Teller(process.stdout);

/** What is said once. */
export function say(line: string): void {
  process.stdout.write(`${visibleLines(line)}\n`);
}

/** What is said again and again, maybe faster than it is read. */
export function tell(told: Told): void {
  teller.tell(told);
}

/** No profile's name. */
const ofNotes = Symbol('note');

/** What has just come to pass, beside the lines of the profiles; a newer note replaces one that waits too long. */
export function note(what: string): void {
  const time = localTime(Date.now());
  tell({ about: ofNotes, line: () => `${time}  ${what}` });
}

export function complain(what: string): void {
  process.stderr.write(`rx-outlook: ${visibleLines(what)}\n`);
}
