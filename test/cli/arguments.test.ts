import { readFileSync } from 'node:fs';
import { helpOfAddin, helpOfAll, helpOfDoctor, helpOfHost, helpOfWatch } from '../../cli/help.js';
import { runCommandLine as run } from './commandLine.js';

describe('the command line', () => {
  it.each([
    [['host', '--profile', 'Work'], { host: { profile: ['Work'] } }],
    [
      ['host', '-p', 'Work', 'Home office', '-s', 'a.txt'],
      { host: { profile: ['Work', 'Home office'], script: 'a.txt' } },
    ],
    [['host', '-p', 'Work', '--profile=-x'], { host: { profile: ['Work', '-x'] } }],
    [['host', '-p', 'n'.repeat(256)], { host: { profile: ['n'.repeat(256)] } }],
    [
      // The profile that divides the second account follows it.
      ['host', '-a', 'Work/alice', 'A/B/c/d', '-p', 'Work', 'A/B', '--account', 'A/B/e'],
      {
        host: {
          profile: ['Work', 'A/B'],
          account: [
            { profile: 'Work', account: 'alice' },
            { profile: 'A/B', account: 'c/d' },
            { profile: 'A/B', account: 'e' },
          ],
        },
      },
    ],
    [['watch'], { watch: {} }],
    [['watch', '--accounts', '-p', 'Work'], { watch: { accounts: true, profile: ['Work'] } }],
    [['watch', '-A'], { watch: { accounts: true } }],
    [
      ['watch', '-a', 'Work/alice', 'A/B/c', '-p', 'A/B'],
      {
        watch: {
          profile: ['A/B'],
          account: [
            { profile: 'Work', account: 'alice' },
            { profile: 'A/B', account: 'c' },
          ],
        },
      },
    ],
    [['watch', '--account', 'A/B/c'], { watch: { account: [{ profile: 'A', account: 'B/c' }] } }],
    [
      ['watch', '--json', '--profile', 'Work', '--debounce', '1500', '--backend', 'bridge'],
      { watch: { json: true, profile: ['Work'], debounce: 1500, backend: 'bridge' } },
    ],
    [
      ['watch', '-j', '-p', 'a', 'b', '-d', '0', '-b', 'auto'],
      { watch: { json: true, profile: ['a', 'b'], debounce: 0, backend: 'auto' } },
    ],
    [['addin', 'install'], 'install'],
    [['addin', 'uninstall'], 'uninstall'],
    [['addin', 'status'], { status: {} }],
    [['addin', 'status', '--json'], { status: { json: true } }],
    [['doctor'], { doctor: {} }],
    [['doctor', '-j'], { doctor: { json: true } }],
  ])('may be %j', async (args, asked) => {
    expect(await run(...args)).toEqual({ code: 41, asked: [asked], stdout: '', stderr: '' });
  });

  it.each([
    [['hots'], "unknown command 'hots'\n(Did you mean host?)"],
    [['watch', '--profil', 'Work'], "unknown option '--profil'\n(Did you mean --profile?)"],
    [['watch', 'Work'], "too many arguments for 'watch'"],
    [['host', '--foo'], "unknown option '--foo'"],
    [['host'], "option '-p, --profile <name...>' is missing"],
    [['host', '--profile'], "option '-p, --profile <name...>' argument missing"],
    [['host', '--profile', ''], 'It must not be empty.'],
    [['host', '--profile', '\uD800'], 'It must be well-formed Unicode: it has a lone surrogate.'],
    [['host', '--profile', 'n'.repeat(257)], 'It must not be longer than 256 characters.'],
    [['host', '--profile', 'a', 'b', 'a'], "argument 'a' is invalid. It is given twice."],
    [
      ['host', '-p', 'Work', '-a', 'alice'],
      "argument 'alice' is invalid. It must be PROFILE/ACCOUNT.",
    ],
    [
      ['host', '-p', 'Work', 'Home', '-a', 'Wrok/alice'],
      `argument 'Wrok/alice' is invalid. Its profile must be one of --profile: "Work", "Home".`,
    ],
    [['host', '-p', 'A/B', '-a', 'A/B'], 'Its profile must be one of --profile: "A/B".'],
    [['host', '-p', 'Work', '-a', 'Work/'], 'Its account must not be empty.'],
    [['host', '-p', 'Work', '-a', 'Work/\uD800'], 'It must be well-formed Unicode'],
    [['host', '-p', 'Work', '-a', 'Work/a', 'Work/a'], "'Work/a' is invalid. It is given twice."],
    [
      ['host', '-p', 'Work', '-a', `Work/${'n'.repeat(257)}`],
      'Its account must not be longer than 256 characters.',
    ],
    [['host', '-a', 'Work/alice'], "option '-p, --profile <name...>' is missing"],
    [['watch', '-a', 'Work'], "argument 'Work' is invalid. It must be PROFILE/ACCOUNT."],
    [['watch', '-a', '/alice'], 'Its profile must not be empty.'],
    [['watch', '-a', 'Work/'], 'Its account must not be empty.'],
    [
      ['watch', '-A', '-a', 'Work/alice'],
      "option '-a, --account <name...>' cannot be used with option '-A, --accounts'",
    ],
    [
      ['watch', '--backend', 'outlook'],
      "argument 'outlook' is invalid. Allowed choices are auto, bridge, msmapi, automation, embedded.",
    ],
    [
      ['watch', '--debounce', 'soon'],
      "argument 'soon' is invalid. It must be a number of milliseconds from 0 to 2147483647.",
    ],
    [['watch', '--debounce', '-1'], 'It must be a number of milliseconds'],
    [['watch', '--debounce', '1e3'], 'It must be a number of milliseconds'],
    [['watch', '--debounce', '2147483648'], 'It must be a number of milliseconds'],
    [['watch', '--debounce', ''], 'It must be a number of milliseconds'],
    [['addin', 'instal'], "unknown command 'instal'\n(Did you mean install?)"],
    [['addin', 'install', '--force'], "unknown option '--force'"],
  ])('is refused with code 2 and what would be right: %j', async (args, message) => {
    const { code, asked, stdout, stderr } = await run(...args);
    expect({ code, asked, stdout }).toEqual({ code: 2, asked: [], stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^rx-outlook: .*\n--help shows how\.\n$/s);
  });

  it('teaches when it is empty, with code 2', async () => {
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(stderr).toContain('npx rx-outlook watch --backend bridge');
  });

  it.each([
    [['--help'], ['host', 'watch', 'npx rx-outlook host --profile Work', 'Exit codes']],
    [
      ['host', '--help'],
      ['--script', 'PROFILE/ACCOUNT', 'repeat', 'Exit codes', '  3    a host of this user'],
    ],
    [
      ['addin', '--help'],
      ['install', 'uninstall', 'status', 'LOCALAPPDATA%\\rx-outlook', '  4  done'],
    ],
    [
      ['doctor', '--help'],
      ['--json', '"findings"', '  4  done'],
    ],
    [
      ['help', 'watch'],
      ['--backend', '--accounts', 'embedded', '"since"', '"event"', 'Exit codes', '  2    '],
    ],
  ])('is explained by %j, with code 0', async (args, parts) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of parts) expect(stdout).toContain(part);
  });

  it('is explained in lines that fit a terminal as wide as it comes', () => {
    const lines = [helpOfAddin, helpOfAll, helpOfDoctor, helpOfHost, helpOfWatch].flatMap((text) =>
      text.split('\n'),
    );
    for (const line of lines) expect(line.length).toBeLessThan(80);
  });

  it('knows its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await run('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});
