import { appendFileSync } from 'node:fs';

const counts = new Map<string, number>();

/** One more input was tried on a function. */
export function tally(name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Where the script that tells of them (scripts/fuzz-input.mjs) wants them. */
const file = process.env['RX_OUTLOOK_INPUT_TALLY'];

afterAll(() => {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(Object.fromEntries(counts))}\n`);
});
