import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingBackend } from '../contract/built.js';
import { Commands, statesOf } from './commands.js';

/** There they have not been tried: under Wine, where the bridge was, Jest does not run. */
const describeWithBridge = process.platform === 'win32' ? describe.skip : describe;

describeWithBridge('the command, between processes', () => {
  let commands: Commands;
  beforeEach(() => {
    commands = new Commands();
  });
  afterEach(() => commands.end());

  it('serves what another one shows, and does what is typed', async () => {
    const host = await commands.host('--profile', 'Work', 'Home office');
    expect(await host.says('Serving')).toContain('"Work", "Home office"');
    expect(await host.says('npx rx-outlook')).toContain('npx rx-outlook watch --backend bridge');
    const watch = commands.watch();
    await host.says('1 client, 2 registrations');
    host.type('Home office offline');
    expect(await statesOf(watch, 'Home office', 2)).toEqual(['online', 'offline']);
    host.type('offline');
    expect(await statesOf(watch, 'Work', 2)).toEqual(['online', 'offline']);
    host.type('online');
    expect(await statesOf(watch, 'Home office', 3)).toEqual(['online', 'offline', 'online']);
    await host.says('Home office  offline');
  }, 60_000);

  it('serves accounts, and adds, changes and removes them as it is typed', async () => {
    const names = ['Work/alice@example.org', 'Work/team'];
    const host = await commands.host('--profile', 'Work', '--account', ...names);
    expect(await host.says('Accounts:')).toContain('"Work/alice@example.org", "Work/team"');
    expect(await host.says('npx rx-outlook watch')).toMatch(/watch --backend bridge --accounts$/);
    await host.says('Work/team               online');
    host.type('Work/team offline');
    await host.says('Work/team               offline  after ');
    host.type('Work/bob add');
    await host.says('Work/bob                added');
    host.type('Work/bob offline');
    await host.says('Work/bob                offline');
    host.type('Work/alice@example.org remove');
    await host.says('Work/alice@example.org  removed');
    host.type('Work/alice@example.org offline');
    expect(await host.complains('alice')).toBe(
      'rx-outlook: profile "Work" has no account "alice@example.org", only "team", "bob"',
    );
    host.type('quit');
    const { code, lines } = await host.ended;
    expect(code).toBe(0);
    expect(lines.join()).not.toContain('unknown');
  }, 60_000);

  it('plays a script about accounts, and goes on where one of them was removed meanwhile', async () => {
    const script = join(commands.folder, 'outages.txt');
    writeFileSync(
      script,
      '0 Work/bob add\n0 Work/bob offline\n4s Work/bob online\n4s Work offline',
    );
    const host = await commands.host('--profile', 'Work', '--script', script);
    await host.says('Work/bob  offline');
    host.type('Work/bob remove');
    await host.complains('rx-outlook: profile "Work" has no account "bob", nor any other one');
    await host.says('Work      offline');
  }, 60_000);

  it('says what is wrong with what is typed, and goes on', async () => {
    const host = await commands.host('--profile', 'Work');
    host.type('Wrok offline');
    expect(await host.complains('Wrok')).toBe(
      'rx-outlook: there is no profile "Wrok", only "Work"',
    );
    host.type('help');
    host.type('');
    host.type('quit');
    expect(await host.ended).toMatchObject({ code: 0 });
  }, 60_000);

  it('goes on serving when its input has ended', async () => {
    const host = await commands.host('--profile', 'Work');
    host.type('Work offline');
    host.endInput();
    await host.says('Work  offline');
    expect(await statesOf(commands.watch('--profile', 'Work'), 'Work', 1)).toEqual(['offline']);
  }, 60_000);

  it('plays a script, and says when it has ended', async () => {
    const script = join(commands.folder, 'outages.txt');
    writeFileSync(script, '# down and up\n0 offline\n20ms Work online\n');
    const host = await commands.host('--profile', 'Work', '--script', script);
    await host.says('The script has ended; serving goes on.');
    await host.says('online   after');
    host.type('Work offline');
    await host.says('offline  after');
  }, 60_000);

  it('plays a script again and again, until it is to end', async () => {
    const script = join(commands.folder, 'outages.txt');
    writeFileSync(script, '0 offline\n10 online\n20 repeat\n');
    const host = await commands.host('--profile', 'Work', '--script', script);
    const watch = commands.watch();
    expect(await statesOf(watch, 'Work', 6)).toHaveLength(6);
    host.kill('SIGTERM');
    expect(await host.ended).toMatchObject({ code: 143, stderr: '' });
  }, 60_000);

  it.each([
    ['no file', 'cannot read the script: ENOENT'],
    ['1s Wrok offline', 'outages.txt:1: there is no profile "Wrok", only "Work"'],
  ])(
    'refuses a script with code 2: %s',
    async (text, message) => {
      const script = join(commands.folder, 'outages.txt');
      if (text !== 'no file') writeFileSync(script, text);
      const host = commands.start('host', '--profile', 'Work', '--script', script);
      const { code, lines, stderr } = await host.ended;
      expect({ code, lines }).toEqual({ code: 2, lines: [] });
      expect(stderr).toContain(message);
      expect(stderr).toMatch(/^rx-outlook: .+\n$/);
    },
    60_000,
  );

  it('refuses a second host with code 3, and leaves the first one alone', async () => {
    const first = await commands.host('--profile', 'Work');
    const { code, lines, stderr } = await commands.start('host', '--profile', 'Home').ended;
    expect({ code, lines }).toEqual({ code: 3, lines: [] });
    expect(stderr).toMatch(
      /^rx-outlook: cannot serve: another server .* End that one first, or use it\.\n$/,
    );
    first.type('offline');
    expect(await statesOf(commands.watch(), 'Work', 1)).toEqual(['offline']);
  }, 60_000);

  it('fails with code 1 when the place of the bridge is not private', async () => {
    mkdirSync(join(commands.folder, 'rx-outlook'), { mode: 0o755 });
    const { code, stderr } = await commands.start('host', '--profile', 'Work').ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^rx-outlook: cannot serve: the folder .* is not private to this user/);
  }, 60_000);

  it('waits for the first host, and comes back when one was killed and started again', async () => {
    const watch = commands.watch();
    await watch.complains('Waiting for the first profile.');
    const first = await commands.host('--profile', 'Work');
    expect(await statesOf(watch, 'Work', 1)).toEqual(['online']);
    first.kill('SIGKILL');
    expect(await statesOf(watch, 'Work', 2)).toEqual(['online', 'unknown']);
    const second = await commands.host('--profile', 'Work', 'Home');
    expect(await statesOf(watch, 'Work', 3)).toEqual(['online', 'unknown', 'online']);
    // What the new one has besides is found too.
    expect(await statesOf(watch, 'Home', 1)).toEqual(['online']);
    await second.says('1 client, 2 registrations');
    watch.kill('SIGINT');
    const { code, stderr } = await watch.ended;
    expect(code).toBe(130);
    expect(stderr.match(/Waiting/g)).toHaveLength(1);
    await second.says('0 clients, 0 registrations');
  }, 60_000);

  it('shows a profile that was named before there is one, and none of the others', async () => {
    const watch = commands.watch('--profile', 'Work');
    expect(await statesOf(watch, 'Work', 1)).toEqual(['unknown']);
    const host = await commands.host('--profile', 'Home', 'Work');
    expect(await statesOf(watch, 'Work', 2)).toEqual(['unknown', 'online']);
    await host.says('1 client, 1 registration');
  }, 60_000);

  it('never shows an interruption that was shorter than --debounce', async () => {
    const host = await commands.host('--profile', 'Work', 'Home');
    const watch = commands.watch('--debounce', '2000000000');
    expect(await statesOf(watch, 'Work', 1)).toEqual(['online']);
    host.type('Work offline');
    host.type('Work online');
    await host.says('Work  online   after');
    host.kill('SIGKILL');
    expect(await statesOf(watch, 'Work', 2)).toEqual(['online', 'unknown']);
  }, 60_000);

  it('never shows that a profile was offline at first, when that was shorter than --debounce', async () => {
    const host = await commands.host('--profile', 'Work');
    host.type('Work offline');
    await host.says('Work  offline');
    const watch = commands.watch('--debounce', '2000000000');
    await host.says('1 client, 1 registration');
    host.type('Work online');
    expect(await statesOf(watch, 'Work', 1)).toEqual(['online']);
  }, 60_000);

  it('shows one that was longer', async () => {
    const host = await commands.host('--profile', 'Work');
    const watch = commands.watch('--debounce', '10');
    await statesOf(watch, 'Work', 1);
    host.type('Work offline');
    expect(await statesOf(watch, 'Work', 2)).toEqual(['online', 'offline']);
  }, 60_000);

  it('prints lines for people without --json', async () => {
    const host = await commands.host('--profile', 'Work');
    const watch = commands.start('watch', '--backend', 'bridge');
    await watch.says('Work  online');
    host.kill('SIGKILL');
    expect(await watch.says('unknown')).toMatch(
      / {2}Work {2}unknown {2}\(not-running\) {2}after at least \d+m?s online$/,
    );
  }, 60_000);

  it.each(['host', 'watch'])(
    'ends %s quietly when nobody reads on',
    async (name) => {
      const host = await commands.host('--profile', 'Work');
      const watch = commands.watch();
      await host.says('1 client, 1 registration');
      const child = name === 'host' ? host : watch;
      if (child === watch) await statesOf(watch, 'Work', 1);
      child.stopReading();
      host.type('Work offline');
      expect(await child.ended).toMatchObject({ code: 0, stderr: '' });
    },
    60_000,
  );

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'ends a host cleanly after %s, with %d',
    async (signal, code) => {
      const host = await commands.host('--profile', 'Work');
      await host.says('online');
      host.kill(signal);
      expect(await host.ended).toMatchObject({ code, stderr: '' });
      // Its place is free.
      await commands.host('--profile', 'Work');
    },
    60_000,
  );
});

const canTerminal =
  process.platform === 'linux' && spawnSync('script', ['--version']).error === undefined;
const itOnTerminal = canTerminal ? it : it.skip;

describe('the command, by itself', () => {
  let commands: Commands;
  beforeEach(() => {
    commands = new Commands();
  });
  afterEach(() => commands.end());

  it('takes nobody for an Outlook who is not named: auto waits, and says how to go on', async () => {
    if (process.platform !== 'win32') await commands.host('--profile', 'Work');
    const watch = commands.start('watch');
    await watch.complains(
      'To develop without Outlook: "npx rx-outlook host --profile Work", and watch with --backend bridge.',
    );
    watch.kill('SIGTERM');
    const { code, lines, stderr } = await watch.ended;
    expect(lines).toEqual([]);
    // Of no use to who watches.
    expect(stderr).not.toContain('embedded one');
    if (process.platform !== 'win32') expect(code).toBe(143);
  }, 60_000);

  itOnTerminal(
    'ends a host with 0 after Ctrl-D in a terminal',
    () => {
      const { status, stdout } = spawnSync(
        'script',
        ['-qec', `"${process.execPath}" dist/cjs/cli/main.js host --profile Work`, '/dev/null'],
        {
          encoding: 'utf8',
          env: { ...process.env, XDG_RUNTIME_DIR: commands.folder },
          input: 'Work offline\n\u0004',
          timeout: 50_000,
        },
      );
      expect(status).toBe(0);
      expect(stdout).toContain('Serving "Work"');
    },
    60_000,
  );

  it('ends with code 1 where no waiting helps', async () => {
    for (const args of [[], ['--profile', 'Work']]) {
      const { code, stderr } = await commands.start('watch', '--backend', missingBackend, ...args)
        .ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(/^rx-outlook: This build .* has no backend '.*'/);
    }
  }, 60_000);
});
