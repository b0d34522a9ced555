import { spawnSync } from 'node:child_process';
import { firstValueFrom, map, take, toArray } from 'rxjs';
import type { Change } from '../../examples/mail-servers/lines.js';
import { LoopbackServer } from '../../examples/mail-servers/loopbackServer.js';
import { Child } from '../fixtures/child.js';

let children: Child[] = [];

function demo(...args: string[]): Child {
  const child = new Child('dist/examples/mail-servers/main.js', args);
  children.push(child);
  return child;
}

/** Windows knows no signals that a process could answer; and only Linux has this `script`. */
const itOnPosix = process.platform === 'win32' ? it.skip : it;
const canTerminal =
  process.platform === 'linux' && spawnSync('script', ['--version']).error === undefined;
const itOnTerminal = canTerminal ? it : it.skip;

describe('the demo as a program', () => {
  let server: LoopbackServer;
  let name: string;
  beforeEach(async () => {
    server = new LoopbackServer();
    await server.up();
    name = `${server.host}:${server.port}`;
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    children = [];
    await server.down();
  });

  it('prints valid JSON about its own servers, and ends after --seconds', async () => {
    const { code, lines, stderr } = await demo('--json', '--seconds', '3').ended;
    const changes = lines.map((line) => JSON.parse(line) as Change);
    expect(new Set(changes.map(({ account }) => account))).toEqual(
      new Set(['alice@example.org', 'team@example.org', 'club@example.net']),
    );
    expect(Object.keys(changes[0] ?? {})).toEqual(['time', 'account', 'state', 'overall']);
    for (const { time } of changes) expect(new Date(time).toISOString()).toBe(time);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }, 30_000);

  itOnPosix(
    'says when a server goes and when it is back, and ends with 130 after SIGINT',
    async () => {
      const child = demo(name);
      await child.says(`${name} online (together online)`);
      await server.down();
      await child.says(`${name} offline (together offline)`);
      await server.up();
      const states$ = child.line$.pipe(map((line) => line.split(' ')[2]));
      expect(await firstValueFrom(states$.pipe(take(3), toArray()))).toEqual([
        'online',
        'offline',
        'online',
      ]);
      child.kill('SIGINT');
      expect(await child.ended).toMatchObject({ code: 130, stderr: '' });
    },
    30_000,
  );

  it('never calls a server online that it has not reached', async () => {
    await server.down();
    const child = demo(name);
    expect(await child.says(name)).toContain(`${name} offline (together offline)`);
  }, 30_000);

  itOnPosix.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'ends cleanly after %s, with %d',
    async (signal, code) => {
      const child = demo();
      await child.says('online');
      child.kill(signal);
      expect(await child.ended).toMatchObject({ code, stderr: '' });
    },
    30_000,
  );

  it('ends with 0, and without a word, when nobody reads on', async () => {
    const child = demo(name);
    await child.says('online');
    child.stopReading();
    await server.down();
    expect(await child.ended).toMatchObject({ code: 0, stderr: '' });
  }, 30_000);

  it('prints how to use it with --help', async () => {
    const { code, lines, stderr } = await demo('--help').ended;
    expect(lines[0]).toBe('Usage: npm start -- [options] [host:port ...]');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }, 30_000);

  it.each([[['--frequency']], [['mail']], [['mail:65536']], [['--seconds=0']], [['a:1', 'a:1']]])(
    'refuses %j in one line, with code 2',
    async (args) => {
      const { code, lines, stderr } = await demo(...args).ended;
      expect({ code, lines }).toEqual({ code: 2, lines: [] });
      expect(stderr).toMatch(/^mail-servers: .+; --help shows how\n$/);
    },
    30_000,
  );

  itOnTerminal(
    'draws on a terminal, and gives the cursor back',
    () => {
      const command = `stty cols 80 rows 24; exec "${process.execPath}" dist/examples/mail-servers/main.js --seconds 3`;
      const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1', TERM: 'xterm' },
      });
      expect(status).toBe(0);
      expect(stdout).toContain('● alice@example.org  online');
      expect(stdout).toContain('Ctrl-C ends it');
      // The drawing that stays says no more how to end it.
      expect(stdout.slice(stdout.lastIndexOf('together'))).not.toContain('Ctrl-C');
      expect(stdout.indexOf('\u001B[?25l')).toBeGreaterThanOrEqual(0);
      expect(stdout.lastIndexOf('\u001B[?25h')).toBeGreaterThan(stdout.lastIndexOf('\u001B[?25l'));
    },
    30_000,
  );
});
