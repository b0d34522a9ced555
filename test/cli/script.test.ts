import { exitCodes, Failure } from '../../cli/exitCodes.js';
import { helpOfHost } from '../../cli/help.js';
import { parseScript } from '../../cli/script.js';
import { rosterOf } from './roster.js';

const profiles = ['Work', 'Home office', 'Club #1'];
const accounts = { Work: ['alice@example.org', 'team #2'] };
const parse = (text: string) => parseScript(text, 'outages.txt', rosterOf(profiles, accounts));
const all = profiles.map((profile) => ({ profile }));

function failureOf(fails: () => unknown): unknown {
  try {
    return fails();
  } catch (error) {
    return error instanceof Failure ? error : undefined;
  }
}

describe('a script', () => {
  it('has one change a line, at a time from its start', () => {
    expect(parse('0 Work offline\n500ms Home office online\r\n1.5s\tWork\tonline\n')).toEqual({
      steps: [
        { at: 0, targets: [{ profile: 'Work' }], action: 'offline' },
        { at: 500, targets: [{ profile: 'Home office' }], action: 'online' },
        { at: 1_500, targets: [{ profile: 'Work' }], action: 'online' },
      ],
      repeatAt: undefined,
    });
  });

  it('is about all profiles where it names none, and starts again where it says so', () => {
    expect(parse('2m offline\n2m online\n3m repeat')).toEqual({
      steps: [
        { at: 120_000, targets: all, action: 'offline' },
        { at: 120_000, targets: all, action: 'online' },
      ],
      repeatAt: 180_000,
    });
  });

  it('may have comments and empty lines, and begin with a byte order mark', () => {
    const text =
      '\uFEFF# the line drops\n\n  # for a moment\n 1s Club #1 offline # and not the others';
    expect(parse(text).steps).toEqual([
      { at: 1_000, targets: [{ profile: 'Club #1' }], action: 'offline' },
    ]);
    expect(parse(`${text}\n2s repeat # again`).repeatAt).toBe(2_000);
  });

  it('may have names that look like a change with a comment, where they are known or quoted', () => {
    const names = rosterOf(['Work', 'My add #1', 'repeat #2'], { Work: ['x add #1'] });
    const steps = (text: string) =>
      parseScript(text, 'script', names).steps.map(({ targets: [target], action }) => [
        target?.profile,
        target?.account,
        action,
      ]);
    const offline = [['Work', 'x add #1', 'offline']];
    expect(steps('0s Work/x add #1 offline')).toEqual(offline);
    expect(steps('0s Work/x add #1 offline # at night, not online')).toEqual(offline);
    expect(steps('0s "Work/x add #1" offline #1 online')).toEqual(offline);
    expect(steps('0s My add #1 offline')).toEqual([['My add #1', undefined, 'offline']]);
    expect(steps('0s "My add #1" online # add')).toEqual([['My add #1', undefined, 'online']]);
    expect(steps('0s My add #1/y add # for now')).toEqual([['My add #1', 'y', 'add']]);
    expect(steps('0s repeat #2 offline\n1s repeat #2')).toEqual([
      ['repeat #2', undefined, 'offline'],
    ]);
    // No account of these names is known, but in quotes.
    expect(steps('0s Work/x add #2 offline')).toEqual([['Work', 'x', 'add']]);
    expect(steps('0s Work/x add #1 add')).toEqual([['Work', 'x', 'add']]);
    expect(steps('0s "Work/x add #2" add #3\n1s Work/x add #2 remove')).toEqual([
      ['Work', 'x add #2', 'add'],
      ['Work', 'x add #2', 'remove'],
    ]);
    expect(() => steps('0s Work/y offline #1 offline')).toThrow('has no account "y"');
  });

  it('is shown by the help', () => {
    const [example = ''] = /^ {2}#.*? repeat /ms.exec(helpOfHost) ?? [];
    const { steps, repeatAt } = parse(example);
    expect(steps).toHaveLength(6);
    expect(repeatAt).toBe(20_000);
  });

  it('may name accounts, those that it has added included', () => {
    const text =
      '1 Work/alice@example.org offline # at home\n2 Work/bob add\n3 Work/bob offline\n' +
      '4 Work/team #2 remove # for now\n5 Work/bob remove\n6 Work/team #2 add\n9 repeat';
    const { steps, repeatAt } = parse(text);
    expect(steps.map(({ targets, action }) => [targets[0]?.account, action])).toEqual([
      ['alice@example.org', 'offline'],
      ['bob', 'add'],
      ['bob', 'offline'],
      ['team #2', 'remove'],
      ['bob', 'remove'],
      ['team #2', 'add'],
    ]);
    expect(repeatAt).toBe(9);
    expect(parse('1 Work/bob add').repeatAt).toBeUndefined();
  });

  it.each([
    [
      '1s Work/bob add\n2s Work/bob remove\n3s Work/bob offline',
      'outages.txt:3: profile "Work" has no account "bob", only "alice@example.org", "team #2"',
    ],
    [
      '1s Work/bob add\n2s Work/bob add',
      'outages.txt:2: profile "Work" has an account "bob" already',
    ],
    [
      '1s Work/bob add\n2s Home office/x add\n3s repeat',
      'outages.txt:3: "repeat" needs the accounts of the beginning: remove "Work/bob" first',
    ],
    [
      '1s Work/team #2 remove\n3s repeat',
      'outages.txt:2: "repeat" needs the accounts of the beginning: add "Work/team #2" first',
    ],
    [
      '1s Work offline\n1s',
      'outages.txt:2: there is nothing after 1s: expected a name and a change',
    ],
    [
      'soon Work offline',
      'outages.txt:1: "soon" is not a time: expected 500ms, 1.5s, 2m or a number',
    ],
    ['-1s Work offline', 'outages.txt:1: "-1s" is not a time'],
    ['1h Work offline', 'outages.txt:1: "1h" is not a time'],
    ['Work offline', 'outages.txt:1: "Work" is not a time'],
    [
      '40000m Work offline',
      'outages.txt:1: 40000m is too late: a script can wait at most 2147483647 ms',
    ],
    [
      '\n1s Work off',
      'outages.txt:2: "Work off" does not end in "online", "offline", "add" or "remove": expected "Work offline"',
    ],
    ['1s Work', '"Work" does not end in "online", "offline", "add" or "remove"'],
    ['1s work offline', 'there is no profile "work", only "Work", "Home office", "Club #1"'],
    [
      '2s offline\n1s online',
      'outages.txt:2: 1000 ms is before the line above (2000 ms): times count from the start',
    ],
    ['2s offline\n1s repeat', 'outages.txt:2: 1000 ms is before the line above'],
    ['1s offline\n2s repeat\n3s online', 'outages.txt:3: nothing can follow "repeat"'],
    ['0 offline\n0 repeat', 'outages.txt:2: a script that repeats at 0 ms would never pause'],
    ['', 'outages.txt has no change in it: expected lines such as "2s Work offline"'],
    ['# nothing\n1s repeat', 'outages.txt has no change in it'],
  ])('is refused with the line, what is wrong and what is right: %j', (text, message) => {
    const parsing = (): unknown => parse(text);
    expect(parsing).toThrow(message);
    expect(parsing).toThrow(/^.+$/);
    expect(failureOf(parsing)).toMatchObject({ exitCode: exitCodes.usage });
  });

  it('may have names in quotes, which keep their blanks', () => {
    const odd = [' Work ', 'Work', '"Home"', 'say "x"'];
    const named = (text: string) =>
      parseScript(text, 'script', rosterOf(odd)).steps.map((step) => step.targets[0]?.profile);
    expect(named('0 " Work " offline\n0 Work offline\n0 "Work" offline')).toEqual([
      ' Work ',
      'Work',
      'Work',
    ]);
    expect(
      named(String.raw`0 "Home" offline
0 "\"Home\"" online
0 say "x" offline`),
    ).toEqual(['"Home"', '"Home"', 'say "x"']);
    expect(() => named('0 "Wo" offline')).toThrow('there is no profile "Wo", only');
    expect(() => named(String.raw`0 "\x" offline`)).toThrow('there is no profile');
    expect(() => named(`0 ${'x'.repeat(10_000)}`)).toThrow(/^.{0,300}$/);
  });
});
