import { localTime } from './lines.js';

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What has just come to pass, beside the lines of the profiles. */
export function note(what: string): void {
  say(`${localTime(Date.now())}  ${what}`);
}

export function complain(what: string): void {
  process.stderr.write(`rx-outlook: ${what}\n`);
}
