import { longestTimeout } from '../lib/arguments.js';
import { type AskedChange, parseChange } from './change.js';
import { exitCodes, Failure, messageOf } from './exitCodes.js';
import { fullName, listed, type Roster } from './named.js';

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

/** The names at one line of a script: it may add and remove accounts. */
class NamesSoFar implements Roster {
  readonly #begin: Roster;
  /** Of the profiles whose accounts the script has changed. */
  readonly #changed = new Map<string, readonly string[]>();

  constructor(begin: Roster) {
    this.#begin = begin;
  }

  get profiles(): readonly string[] {
    return this.#begin.profiles;
  }

  accounts(profile: string): readonly string[] {
    return this.#changed.get(profile) ?? this.#begin.accounts(profile);
  }

  apply({ targets, action }: AskedChange): void {
    if (action === 'online' || action === 'offline') return;
    for (const { profile, account = '' } of targets) {
      const others = this.accounts(profile).filter((name) => name !== account);
      this.#changed.set(profile, action === 'add' ? [...others, account] : others);
    }
  }

  /** Throws when the accounts are others than at the beginning. */
  checkUnchanged(): void {
    for (const [profile, now] of this.#changed) {
      const begin = this.#begin.accounts(profile);
      const full = (names: readonly string[]): string =>
        listed(names.map((account) => fullName({ profile, account })));
      const added = now.filter((name) => !begin.includes(name));
      const removed = begin.filter((name) => !now.includes(name));
      if (added.length > 0) {
        throw new Error(
          `"repeat" needs the accounts of the beginning: remove ${full(added)} first`,
        );
      }
      if (removed.length > 0) {
        throw new Error(`"repeat" needs the accounts of the beginning: add ${full(removed)} first`);
      }
    }
  }
}

/** Parses a script about these names; throws a {@link Failure} that names the line. */
export function parseScript(text: string, file: string, roster: Roster): Script {
  const names = new NamesSoFar(roster);
  const steps: Step[] = [];
  let repeatAt: number | undefined;
  let last = 0;
  text.split(/\r?\n/).forEach((line, i) => {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) return;
    try {
      if (repeatAt !== undefined) throw new Error('nothing can follow "repeat"');
      const { at, rest: text } = parseTimed(content);
      const rest = withoutComment(text, names);
      if (at < last) {
        throw new Error(
          `${String(at)} ms is before the line above (${String(last)} ms): ` +
            'times count from the start of the script, not from line to line',
        );
      }
      last = at;
      if (rest === 'repeat') {
        names.checkUnchanged();
        repeatAt = at;
      } else {
        const change = parseChange(rest, names);
        names.apply(change);
        steps.push({ at, ...change });
      }
      if (repeatAt === 0) throw new Error('a script that repeats at 0 ms would never pause');
    } catch (error) {
      throw new Failure(`${file}:${String(i + 1)}: ${messageOf(error)}`, exitCodes.usage, error);
    }
  });
  if (steps.length === 0) {
    throw new Failure(
      `${file} has no change in it: expected lines such as "2s ${roster.profiles[0] ?? 'NAME'} offline"`,
      exitCodes.usage,
    );
  }
  return { steps, repeatAt };
}

/** Matches the end of a change that a comment follows. */
const beginOfComment = /(?:^|\s)(?:online|offline|add|remove|repeat)(?=\s+#)/g;

/** Matches a name in quotes, with its string of JSON. */
const quotedName = /^"(?:[^"\\]|\\.)*"(?=\s)/;

/**
 * Removes a comment: it follows the end of a change, outside a quoted name. A name may contain the same, as
 * in `x add #1`: so the longest reading counts that is about known names, then the shortest one that adds an
 * account.
 */
function withoutComment(text: string, names: Roster): string {
  const quoted = quotedName.exec(text)?.[0].length ?? 0;
  const readings = [...text.matchAll(beginOfComment)]
    .map(({ 0: end, index }) => index + end.length)
    .filter((end) => end > quoted)
    .map((end) => text.slice(0, end));
  const [shortest] = readings;
  if (shortest === undefined) return text;
  readings.push(text);
  const isOfKnown = (reading: string): boolean =>
    !['add', undefined].includes(actionOf(reading, names));
  return (
    readings.findLast(isOfKnown) ??
    readings.find((reading) => reading === 'repeat' || actionOf(reading, names) === 'add') ??
    shortest
  );
}

/** Returns undefined when the text is no change of these names. */
function actionOf(text: string, names: Roster): AskedChange['action'] | undefined {
  try {
    return parseChange(text, names).action;
  } catch {
    return undefined;
  }
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
    throw new Error(`there is nothing after ${time}: expected a name and a change, or "repeat"`);
  }
  return { at, rest };
}
