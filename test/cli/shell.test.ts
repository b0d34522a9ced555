import { spawnSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Commands, statesOf, type Told } from './commands.js';
import { failure, HostileServer, names, welcome } from './hostileServer.js';

const describeOnUnix = process.platform === 'win32' ? describe.skip : describe;
const itWithFullDevice = process.platform === 'linux' ? it : it.skip;

describeOnUnix('the command, in a shell', () => {
  let commands: Commands;
  beforeEach(() => {
    commands = new Commands();
  });
  afterEach(() => commands.end());

  /** What the command ends with in a pipeline: `$run` stands for it. */
  const shell = (pipeline: string): { code: number | null; stdout: string; stderr: string } => {
    const run = `"${process.execPath}" dist/cjs/cli/main.js`;
    const script = `${pipeline.replaceAll('$run', run)}; exit \${PIPESTATUS[0]}`;
    const env = { ...process.env, XDG_RUNTIME_DIR: commands.folder };
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
      encoding: 'utf8',
      env,
      timeout: 50_000,
      killSignal: 'SIGKILL',
    });
    return { code: status, stdout, stderr };
  };

  const short = ['--help', '--version', 'watch --help', 'host --help', 'doctor', 'doctor --json'];

  it.each(short)(
    'ends %s as ever when nobody reads it',
    (args) => {
      expect(shell(`$run ${args} | true`)).toEqual({ code: 0, stdout: '', stderr: '' });
    },
    60_000,
  );

  itWithFullDevice.each([...short, 'watch --backend bridge --profile Work', 'host --profile Work'])(
    'ends %s with 1 and the reason when its output cannot be written',
    (args) => {
      expect(shell(`$run ${args} >/dev/full </dev/null`)).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^rx-outlook: cannot write to standard output: ENOSPC[^\n]*\n$/,
        ) as string,
      });
    },
    60_000,
  );

  itWithFullDevice('does as ever when nobody can be told what is wrong', () => {
    expect(shell('$run watch --nonsense 2>/dev/full')).toMatchObject({ code: 2, stdout: '' });
    expect(shell('$run --version 2>/dev/full')).toMatchObject({ code: 0, stderr: '' });
  });

  it('ends watch when its reader has what it wants, though nothing changes', async () => {
    await commands.host('--profile', 'Work');
    const { code, stdout, stderr } = shell('$run watch --backend bridge --json | head -1');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ profile: 'Work', state: 'online' });
  }, 60_000);

  it('ends a host when the reader of its output is gone, though nothing changes', async () => {
    const host = await commands.host('--profile', 'Work');
    host.stopReading();
    expect(await host.ended).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  it('ends watch at the first SIGTERM, though nobody reads what it has written', async () => {
    const host = await commands.host('--profile', 'Work', 'Home');
    const watch = commands.watch();
    await statesOf(watch, 'Home', 1);
    watch.pauseReading();
    // More than any pipe holds, then a change that is told when all of these have been made.
    for (let i = 0; i < 8_000; ++i) host.type(i % 2 === 0 ? 'Work offline' : 'Work online');
    host.type('Home offline');
    await host.says('Home  offline');
    watch.kill('SIGTERM');
    expect(await watch.exited).toBe(143);
  }, 60_000);

  it('reads a script as PowerShell writes it', async () => {
    const script = join(commands.folder, 'outages.txt');
    writeFileSync(script, Buffer.from('\uFEFF0 東京 offline\r\n', 'utf16le'));
    const host = await commands.host('--profile', '東京', '--script', script);
    await host.says('東京  offline');
  }, 60_000);

  it('takes a name with blanks around it in quotes', async () => {
    const host = await commands.host('--profile', ' Work ', 'Work');
    host.type('" Work " offline');
    await host.says('" Work "  offline');
  }, 60_000);

  it('ends a host with 1 and the reason when it has lost its place', async () => {
    const host = await commands.host('--profile', 'Work');
    const place = join(commands.folder, 'rx-outlook');
    // The host may make its folder again before the file is there: once more, then.
    for (let isTaken = false, tries = 0; !isTaken; tries += 1) {
      renameSync(place, `${place}-elsewhere-${tries}`);
      try {
        writeFileSync(place, 'not a folder');
        isTaken = true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'EISDIR' });
      }
    }
    const { code, stderr } = await host.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^rx-outlook: The bridge's host has ended: [^\n]+\n$/);
  }, 60_000);
});

describeOnUnix('watch, with a hostile server', () => {
  let commands: Commands;
  let server: HostileServer;
  beforeEach(() => {
    commands = new Commands();
  });
  afterEach(async () => {
    await commands.end();
    server.close();
  });

  it('shows the names that can be shown, and goes on', async () => {
    const profiles = ['\ud800', 'nul\0', '', '\u001b[31mred', 'Work'];
    server = new HostileServer((request) => {
      if (request.type === 1) return welcome(request);
      return request.type === 3 ? names(request, profiles) : failure(request, 0x8000_4005);
    });
    await server.listen(commands.folder);
    const watch = commands.watch();
    expect(await statesOf(watch, 'Work', 1)).toEqual(['unknown']);
    expect(await statesOf(watch, '\u001b[31mred', 1)).toEqual(['unknown']);
    watch.kill('SIGTERM');
    const { code, lines, stderr } = await watch.ended;
    expect({ code, stderr }).toEqual({ code: 143, stderr: '' });
    const shown = lines.map((line) => (JSON.parse(line) as Told).profile);
    expect(new Set(shown)).toEqual(new Set(['\u001b[31mred', 'Work']));
    expect(lines.join('')).not.toContain('\u001b');
  }, 60_000);

  it('shows an account as unknown where the server has none', async () => {
    server = new HostileServer((request) =>
      request.type === 1 ? welcome(request) : failure(request, 0x8000_4005),
    );
    await server.listen(commands.folder);
    const watch = commands.watch('--account', 'Work/alice@example.org');
    expect(JSON.parse(await watch.says('no-accounts'))).toMatchObject({
      profile: 'Work',
      account: 'alice@example.org',
      state: 'unknown',
      reason: 'no-accounts',
    });
    watch.kill('SIGTERM');
    expect(await watch.ended).toMatchObject({ code: 143, stderr: '' });
  }, 60_000);

  it('says that it speaks another protocol when it does', async () => {
    server = new HostileServer(() => Buffer.alloc(4_096, 0xff));
    await server.listen(commands.folder);
    const watch = commands.watch('--profile', 'Work');
    expect(await watch.says('"reason":"protocol"')).toContain('"state":"unknown"');
    watch.kill('SIGTERM');
    expect(await watch.ended).toMatchObject({ code: 143, stderr: '' });
  }, 60_000);

  it('ends at the first SIGTERM while no answer comes', async () => {
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    server = new HostileServer(() => {
      asked();
      return undefined;
    });
    await server.listen(commands.folder);
    const watch = commands.watch();
    await isAsked;
    watch.kill('SIGTERM');
    expect(await watch.ended).toMatchObject({ code: 143, lines: [], stderr: '' });
  }, 60_000);
});
