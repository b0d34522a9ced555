import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runtimeFolder } from '../../lib/runtimeFolder.js';
import { runScript } from '../fixtures/runScript.js';
import { makeInbox, receiver } from './fakeBinary.js';

/** What reads state of the process that JavaScript changes: the environment, the locale, the folder. */
const forbidden =
  /^(secure_)?getenv$|^environ$|^setlocale$|^localeconv$|^(__xpg_)?strerror(_r|_l)?$|^(mk|local)time(_r)?$|^tzset$|^(get_current_dir_name|getcwd|realpath)$|^std::(_V2::)?(generic|system)_category|^std::locale::locale/;

describe('the runtime folder', () => {
  const before = process.env['XDG_RUNTIME_DIR'];
  afterEach(() => {
    if (before === undefined) delete process.env['XDG_RUNTIME_DIR'];
    else process.env['XDG_RUNTIME_DIR'] = before;
  });

  it('is what the environment of this thread says, or nothing', () => {
    process.env['XDG_RUNTIME_DIR'] = '/run/user/5';
    expect(runtimeFolder()).toBe('/run/user/5');
    delete process.env['XDG_RUNTIME_DIR'];
    expect(runtimeFolder()).toBe('');
  });

  it('is told as it is when something is asked for', () => {
    const { fake, inbox } = makeInbox();
    process.env['XDG_RUNTIME_DIR'] = '/first';
    inbox.register(1, { profile: 'Work' }, receiver());
    expect(fake.runtimeFolder).toBe('/first');
    process.env['XDG_RUNTIME_DIR'] = '/second';
    inbox.watchPlace(() => undefined);
    expect(fake.runtimeFolder).toBe('/second');
  });

  it('is read by JavaScript alone: its environment may change while subscriptions are made', async () => {
    const { signal, stdout } = await runScript(
      `
      const fs = require('node:fs');
      const { connectionState$ } = require('rx-outlook');
      const variables = 10_000;
      let set = 0;
      let left = 400;
      const subscribe = () => connectionState$('Work', { backend: 'bridge' }).subscribe({
        error: ({ code }) => {
          if (set < variables) subscribe();
          else if (--left === 0) fs.writeSync(1, code);
        },
      });
      for (let i = 0; i < 400; ++i) subscribe();
      setImmediate(function more() {
        for (let i = 0; i < 50; ++i) process.env['K' + set++] = 'x'.repeat(set % 500);
        if (set < variables) setImmediate(more);
      });`,
      // What is freed is overwritten: so whoever reads it does not get away with it.
      { env: { MALLOC_PERTURB_: '165' } },
    );
    expect({ signal, stdout }).toEqual({ signal: null, stdout: 'ERR_OUTLOOK_NOT_RUNNING' });
  }, 120_000);

  // A checkout for a sanitizer has a binary, and not what it was linked from.
  const isForSanitizer = /lib[at]san/.test(process.env['LD_PRELOAD'] ?? '');
  const hasSymbols = process.platform === 'linux' && !isForSanitizer;
  (hasSymbols ? it : it.skip)(
    'is not the binary’s to read, nor the locale or the current folder',
    () => {
      const compiled = ['addon', 'entry'].flatMap((target) => {
        const folder = `build/CMakeFiles/rx_outlook_${target}.dir`;
        const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
        return files.filter((file) => file.endsWith('.o')).map((file) => join(folder, file));
      });
      expect(compiled.join()).toContain('addon.cc.o');
      expect(compiled.join()).toContain('module.cc.o');
      const called = execFileSync('nm', ['-u', '-C', 'build/librx_outlook_core.a', ...compiled], {
        encoding: 'utf8',
      });
      const names = [...called.matchAll(/^\s+U (.+)$/gm)].map(([, name]) => name!);
      expect(names).toContain('pthread_create');
      expect(names.filter((name) => forbidden.test(name))).toEqual([]);
    },
  );
});
