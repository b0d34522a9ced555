import type { Child } from '../fixtures/child.js';
import { Commands } from './commands.js';

/** A program with an embedded Outlook that runs `watch` on it, and what it is sent on standard input. `first` runs first. */
const program = (args: string, first: string): string => `
  const { embeddedOutlook } = require('./dist/cjs/testing/index.js');
  const { watch } = require('./dist/cjs/cli/watch.js');
  const outlook = embeddedOutlook({ profiles: { Work: ['alice', 'team'], Home: [] } });
  ${first}
  require('node:readline').createInterface(process.stdin).on('line', eval);
  watch({ backend: 'embedded', ...${args} }).then(async (code) => {
    process.stdin.destroy();
    await outlook.settled();
    console.error(outlook.registrations() + ' registrations');
    process.exitCode = code;
    if (code > 128) setTimeout(() => process.exit(code), 1_000).unref();
  });
`;

describe('watch --accounts', () => {
  let commands: Commands;
  beforeEach(() => {
    commands = new Commands();
  });
  afterEach(() => commands.end());

  const watching = (args: object, first = ''): Child =>
    commands.run('-e', program(JSON.stringify({ accounts: true, ...args }), first));

  /** The lines without times and durations. */
  const shown = (lines: readonly string[]): string[] =>
    lines.map((line) => line.slice('2026-11-30 12:00:00.000  '.length).replace(/ +after .*/, ''));

  it('shows each account below its profile, and those that come and go', async () => {
    const watch = watching({ profile: ['Work'] });
    await watch.says('team');
    watch.type(`outlook.setState('Work', 'offline', { account: 'team' })`);
    await watch.says('Work/team   offline');
    watch.type(`outlook.addAccount('Work', 'bob')`);
    await watch.says('Work/bob    online');
    watch.type(`outlook.renameAccount('Work', 'bob', 'robert')`);
    await watch.says('renamed');
    watch.type(`outlook.removeAccount('Work', 'team')`);
    await watch.says('removed');
    watch.kill('SIGINT');
    const { code, lines, stderr } = await watch.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '0 registrations\n' });
    expect(shown(lines)).toEqual([
      'Work  online',
      'Work/alice  online',
      'Work/team   online',
      'Work/team   offline',
      'Work/bob    added',
      'Work/bob    online',
      'Work/robert  renamed  from bob',
      'Work/team    removed',
    ]);
  }, 60_000);

  it('shows them again, and only what is new, when the profile comes back', async () => {
    const watch = watching({ json: true });
    await watch.says('"team"');
    watch.type(`outlook.removeProfile('Work')`);
    await watch.says('"account":"team","state":"unknown"');
    watch.type(
      `outlook.addProfile('Work'); outlook.addAccount('Work', 'team'); outlook.addAccount('Work', 'bob')`,
    );
    await watch.says('"account":"bob","state":"online"');
    watch.kill('SIGTERM');
    const { code, lines, stderr } = await watch.ended;
    expect({ code, stderr }).toEqual({ code: 143, stderr: '0 registrations\n' });
    const told = lines.map(
      (line) =>
        JSON.parse(line) as { profile: string; account?: string; state?: string; event?: string },
    );
    // The reasons for unknown are not of this command.
    const of = (account: string): unknown[] =>
      told
        .filter((one) => one.account === account)
        .map(({ state, event }) => state ?? event)
        .filter((one, i, all) => one !== all[i - 1]);
    expect(of('team')).toEqual(['online', 'unknown', 'online']);
    expect(of('alice')).toEqual(['online', 'unknown', 'removed']);
    expect(of('bob')).toEqual(['added', 'online']);
    expect(told.some(({ profile, account }) => profile === 'Home' && account === undefined)).toBe(
      true,
    );
  }, 60_000);

  it('says once that the backend has no accounts, and goes on with the profiles', async () => {
    const watch = watching(
      { profile: ['Work', 'Home'] },
      `for (const name of ['Work', 'Home']) outlook.failNext('listAccounts', 0xa004020e, name);`,
    );
    await watch.complains('no accounts');
    watch.type(`outlook.setState('Home', 'offline')`);
    await watch.says('Home  offline');
    watch.kill('SIGTERM');
    const { code, lines, stderr } = await watch.ended;
    expect(code).toBe(143);
    expect(shown(lines)).toEqual(['Work  online', 'Home  online', 'Home  offline']);
    expect(stderr).toBe(
      'rx-outlook: This backend has no accounts (no-accounts). Only profiles are shown.\n0 registrations\n',
    );
  }, 60_000);

  it('follows one account, existing or not', async () => {
    const watch = watching({
      accounts: undefined,
      account: [{ profile: 'Work', account: 'bob' }],
    });
    await watch.says('Work/bob  unknown  (no-such-account)');
    watch.type(`outlook.addAccount('Work', 'bob')`);
    await watch.says('Work/bob  online');
    watch.stopReading();
    expect(await watch.ended).toMatchObject({ code: 0, stderr: '0 registrations\n' });
  }, 60_000);
});
