import { findingLines } from '../../cli/finding.js';
import { jsonLine, type Change } from '../../cli/lines.js';
import { complain, note, say, tell } from '../../cli/output.js';

/** Clears the screen in eight bits and in seven, colours, turns text round, ends a line in Unicode. */
const hostile = '\u009b2J\u001b[31m\u202e\u2028\u0007\x7f\r';
const escaped = String.raw`\u009b2J\u001b[31m\u202e\u2028\u0007\u007f\u000d`;

describe('what the command says', () => {
  let said: string;
  beforeEach(() => {
    said = '';
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        said += String(chunk);
        return true;
      });
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('moves no cursor and turns no text round, whoever its words are of', () => {
    say(`one ${hostile}`);
    note(hostile);
    complain(`${hostile}\nand more`);
    jest.restoreAllMocks();
    expect(said.replaceAll(escaped, '')).toMatch(
      /^one \n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} {2}\nrx-outlook: \nand more\n$/,
    );
  });

  it('is one line for each finding and each remedy', () => {
    const lines = findingLines([
      { check: 'server', result: 'problem', text: `a\n${hostile}`, remedy: 'b\nc' },
    ]);
    expect(lines).toEqual([
      `problem  a${String.raw`\u000a`}${escaped}`,
      String.raw`         -> b\u000ac`,
    ]);
  });

  it('is still the same JSON', () => {
    const change: Change = { time: 0, profile: hostile, state: 'online', since: 0 };
    say(jsonLine(change));
    jest.restoreAllMocks();
    expect(said).not.toMatch(/[\p{Cf}\p{Zl}\x7f-\x9f]/u);
    expect(JSON.parse(said)).toMatchObject({ profile: hostile, state: 'online' });
  });

  it('mistakes no profile for its own notes', () => {
    // Nobody drains it: what is said after the first line waits.
    jest.restoreAllMocks();
    const written: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      written.push(String(chunk).trimEnd());
      return false;
    });
    const line = (text: string) => (skipped: number) => `${text} ${String(skipped)}`;
    for (let i = 0; i <= 10_000; ++i) tell({ about: 'Work', line: line('first') });
    tell({ about: 'note', line: line('a profile') });
    note('one');
    note('two');
    process.stdout.emit('drain');
    while (!written.at(-1)?.endsWith('two')) process.stdout.emit('drain');
    jest.restoreAllMocks();
    expect(written.at(-2)).toBe('a profile 0');
  });
});
