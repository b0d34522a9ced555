import { longestTimeout } from '../lib/arguments.js';
import { type AskedChange, parseChange } from './change.js';
import { exitCodes, Failure, messageOf } from './exitCodes.js';

export interface Step extends AskedChange {
  /** In milliseconds from the start of the script. */
  readonly at: number;
}

export interface Script {
  readonly steps: readonly Step[];
  /** The time of the next start, in milliseconds from this one. */
  readonly repeatAt?: number | undefined;
}

const units = { ms: 1, s: 1_000, m: 60_000 } as const;

/** Parses a script about these profiles; throws a {@link Failure} that names the line. */
export function parseScript(text: string, file: string, profiles: readonly string[]): Script {
  const steps: Step[] = [];
  let repeatAt: number | undefined;
  let last = 0;
  text.split(/\r?\n/).forEach((line, i) => {
    const content = withoutComment(line);
    if (content === '') return;
    try {
      if (repeatAt !== undefined) throw new Error('nothing can follow "repeat"');
      const { at, rest } = parseTimed(content);
      if (at < last) {
        throw new Error(
          `${String(at)} ms is before the line above (${String(last)} ms): ` +
            'times count from the start of the script, not from line to line',
        );
      }
      last = at;
      if (rest === 'repeat') repeatAt = at;
      else steps.push({ at, ...parseChange(rest, profiles) });
      if (repeatAt === 0) throw new Error('a script that repeats at 0 ms would never pause');
    } catch (error) {
      throw new Failure(`${file}:${String(i + 1)}: ${messageOf(error)}`, exitCodes.usage, error);
    }
  });
  if (steps.length === 0) {
    throw new Failure(
      `${file} has no change in it: expected lines such as "2s ${profiles[0] ?? 'NAME'} offline"`,
      exitCodes.usage,
    );
  }
  return { steps, repeatAt };
}

/**
 * Removes a comment. A name may contain a #: so a comment begins the line, or follows the end of a change.
 */
function withoutComment(line: string): string {
  return line
    .replace(/^\uFEFF?\s*#.*$/s, '')
    .replace(/^(.*?\s(?:online|offline|repeat))\s+#.*$/s, '$1')
    .trim();
}

function parseTimed(content: string): { at: number; rest: string } {
  const [, time = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(content) ?? [];
  const [, count, unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(time) ?? [];
  if (count === undefined) {
    throw new Error(
      `${JSON.stringify(time)} is not a time: expected 500ms, 1.5s, 2m or a number of milliseconds`,
    );
  }
  const at = Number(count) * units[unit as keyof typeof units];
  if (at > longestTimeout) {
    throw new Error(`${time} is too late: a script can wait at most ${String(longestTimeout)} ms`);
  }
  if (rest === '') {
    throw new Error(`there is nothing after ${time}: expected a profile and a state, or "repeat"`);
  }
  return { at, rest };
}
