import { localTime } from './lines.js';
import { Teller, type Told } from './teller.js';
import { visibleLines } from './visible.js';

// Names and reasons come from other programs: a terminal must show them without obeying them.

const teller = new Teller(process.stdout);

/** Writes a line at once. */
export function say(line: string): void {
  process.stdout.write(`${visibleLines(line)}\n`);
}

/** Writes lines that may come faster than they are read. */
export function tell(told: Told): void {
  teller.tell(told);
}

/** Distinct from every profile's name. */
const ofNotes = Symbol('note');

/** Writes an event that belongs to no profile; a newer note replaces one that waits too long. */
export function note(what: string): void {
  const time = localTime(Date.now());
  tell({ about: ofNotes, line: () => `${time}  ${what}` });
}

export function complain(what: string): void {
  process.stderr.write(`rx-outlook: ${visibleLines(what)}\n`);
}
