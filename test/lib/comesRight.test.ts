import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const binary = `prebuilds/${process.platform}-${process.arch}/rx-outlook.node`;

/** What each script has: time passes when it says so, and what is told is kept by name. */
const prelude = `
  const fs = require('node:fs');
  const timers = [];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  globalThis.setTimeout = (due) => {
    const timer = { due, isRef: true, unref: () => void (timer.isRef = false) };
    timers.push(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
  };
  const tick = () => { for (const { due } of timers.splice(0)) due(); };
  const told = {};
  const tell = (name) => (value) => (told[name] ??= []).push(
    value.code ?? value.reason ?? value.state ?? value.available ?? value);
  const until = async (name, count) => {
    while ((told[name] ?? []).length < count) await turn();
  };
  const options = { backend: 'embedded' };
  const follow = (rx) => {
    rx.connectionState$('Work', options).subscribe({ error: (error) => {
      tell('state')(error instanceof rx.OfflineStateError ? error : 'raw');
    } });
    rx.connectionStatus$('Work', options).subscribe(tell('status'));
    rx.availability$(options).subscribe(tell('availability'));
    told.registrations = rx.diagnostics().registrations;
    rx.setDefaultBackend('embedded');
  };
  const end = () => {
    console.log(JSON.stringify(told));
    process.exit();
  };
`;

/** The package, copied to a place of its own, without its binary. */
function copyPackage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  for (const part of ['package.json', 'dist/cjs']) {
    cpSync(resolve(part), join(folder, part), { recursive: true });
  }
  mkdirSync(join(folder, binary, '..'), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

describe('what cannot be loaded for a moment', () => {
  let folder: string;
  beforeEach(() => {
    folder = copyPackage();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const told = async (command: string, args: readonly string[]): Promise<unknown> => {
    const env = { ...process.env };
    delete env['RX_OUTLOOK_BACKEND'];
    const { stdout } = await run(command, args, { cwd: folder, env, timeout: 60_000 });
    return JSON.parse(stdout) as unknown;
  };

  it.each([
    {
      what: 'a missing binary',
      broken: '',
      code: 'ERR_BINARY_NOT_FOUND',
      reason: 'no-binary',
    },
    {
      what: 'a binary that is half written',
      broken: 'fs.writeFileSync(place, whole.subarray(0, whole.length >> 1));',
      code: 'ERR_BINARY_LOAD_FAILED',
      reason: 'unsupported',
    },
    {
      what: 'a file that is no binary yet',
      broken: "fs.writeFileSync(place, 'soon');",
      code: 'ERR_BINARY_LOAD_FAILED',
      reason: 'unsupported',
    },
  ])('is $what, and statuses recover with it', async ({ broken, code, reason }) => {
    const script = `${prelude}
      const place = ${JSON.stringify(join(folder, binary))};
      const whole = fs.readFileSync(${JSON.stringify(resolve(binary))});
      ${broken}
      const rx = require('./dist/cjs/lib/index.js');
      follow(rx);
      const before = timers.map(({ isRef }) => isRef);
      (async () => {
        tick();
        fs.rmSync(place, { force: true });
        fs.writeFileSync(place, whole);
        require('./dist/cjs/testing/index.js').embeddedOutlook({ profiles: ['Work'] });
        tick();
        await until('status', 2);
        await until('availability', 2);
        told.profiles = await rx.profiles(); // by the backend that was set before
        told.held = before;
        end();
      })();`;
    expect(await told(process.execPath, ['-e', script])).toEqual({
      state: [code],
      status: [reason, 'online'],
      availability: [reason, true],
      registrations: 0,
      profiles: ['Work'],
      held: [false, false],
    });
  });

  it('is loaded for the backend that was the default at the subscription', async () => {
    const script = `${prelude}
      const rx = require('./dist/cjs/lib/index.js');
      rx.connectionStatus$('Work').subscribe(tell('status'));
      rx.availability$().subscribe(tell('availability'));
      rx.setDefaultBackend('embedded');
      (async () => {
        fs.copyFileSync(${JSON.stringify(resolve(binary))}, ${JSON.stringify(join(folder, binary))});
        require('./dist/cjs/testing/index.js').embeddedOutlook({ profiles: ['Work'] });
        tick();
        await until('status', 2);
        await until('availability', 2);
        end();
      })();`;
    const { status, availability } = (await told(process.execPath, ['-e', script])) as Record<
      string,
      unknown[]
    >;
    expect([status![0], availability![0]]).toEqual(['no-binary', 'no-binary']);
    expect([status, availability].flat()).not.toContain('online');
    expect(availability).not.toContain(true);
  });

  it('is nothing, while the process has all the files open that it may', async () => {
    cpSync(resolve(binary), join(folder, binary));
    const script = `${prelude}
      const rx = require('./dist/cjs/lib/index.js');
      const testing = require('./dist/cjs/testing/index.js');
      const open = [];
      try {
        for (;;) open.push(fs.openSync('/dev/null'));
      } catch {}
      follow(rx);
      rx.profiles(options).catch(tell('profiles'));
      rx.openOfflineObject('Work', options).catch(tell('object'));
      told.held = timers.map(({ isRef }) => isRef);
      (async () => {
        await until('object', 1);
        for (const file of open) fs.closeSync(file);
        testing.embeddedOutlook({ profiles: ['Work'] });
        tick();
        await until('status', 2);
        await until('availability', 2);
        end();
      })();`;
    const limited = 'ulimit -n 64 && exec "$0" "$@"';
    expect(await told('sh', ['-c', limited, process.execPath, '-e', script])).toEqual({
      state: ['ERR_OUT_OF_RESOURCES'],
      status: ['limit', 'online'],
      availability: ['limit', true],
      profiles: ['ERR_OUT_OF_RESOURCES'],
      object: ['ERR_OUT_OF_RESOURCES'],
      registrations: 0,
      held: [true, true],
    });
  });

  const permission =
    Number(process.versions.node.split('.')[0]) < 23 ? '--experimental-permission' : '--permission';
  const allow = (...parts: string[]): string[] => [
    '--no-warnings',
    permission,
    '--allow-addons',
    ...[...parts.map((part) => join(folder, part)), `${resolve('node_modules')}/*`].map(
      (path) => `--allow-fs-read=${path}`,
    ),
  ];

  it('is not what the process may read, though it may not read the rest', async () => {
    cpSync(resolve(binary), join(folder, binary));
    const script = `${prelude}
      const rx = require('./dist/cjs/lib/index.js');
      require('./dist/cjs/testing/index.js').embeddedOutlook({ profiles: ['Work'] });
      (async () => { told.profiles = await rx.profiles(options); end(); })();`;
    const args = [...allow('dist/*', 'node_modules/*', 'prebuilds/*'), '-e', script];
    expect(await told(process.execPath, args)).toEqual({ profiles: ['Work'] });
  });

  it('is told with what to allow, where the process may not read the binary', async () => {
    cpSync(resolve(binary), join(folder, binary));
    const script = `${prelude}
      const rx = require('./dist/cjs/lib/index.js');
      follow(rx);
      rx.connectionState$('Work', options).subscribe({ error: ({ message }) => {
        told.message = message.includes('--allow-fs-read=');
      } });
      end();`;
    const args = [...allow('dist/*', 'node_modules/*', 'package.json'), '-e', script];
    expect(await told(process.execPath, args)).toEqual({
      state: ['ERR_BINARY_LOAD_FAILED'],
      status: ['unsupported'],
      availability: ['unsupported'],
      registrations: 0,
      message: true,
    });
  });
});
