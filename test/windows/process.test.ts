import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, test } from 'node:test';

const prelude = `
  const { connectionState$, connectionStateChange$ } = require('rx-outlook');
  const { embeddedOutlook } = require('rx-outlook/testing');
  const outlook = embeddedOutlook({ profiles: ['Work'] });
  const backend = 'embedded';
  process.on('exit', () => {
    const { advises, unadvises, registrations, references } = outlook.counters();
    console.log(JSON.stringify({ advises, unadvises, registrations, references }));
  });`;
const oneUnadvised = '{"advises":1,"unadvises":1,"registrations":0,"references":0}\n';

/** Runs a script in the folder in which the package is installed. */
function run(script: string, program = process.execPath) {
  const { status, stdout, stderr } = spawnSync(program, ['-e', prelude + script], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

describe('a process on Windows', () => {
  test('is one of Windows, with the binary for it', () => {
    assert.equal(process.platform, 'win32');
    const { stdout, stderr } = run(`
      console.log(Object.keys(require.cache).filter((path) => path.endsWith('.node')).join());
      process.exit();`);
    assert.equal(stderr, '');
    assert.match(stdout, /^[A-Z]:\\.*\\prebuilds\\win32-x64\\rx-outlook\.node\n/);
  });

  test('may exit inside next, with a code of its own, and has unadvised', () => {
    const ended = run("connectionState$('Work', { backend }).subscribe(() => process.exit(7));");
    assert.deepEqual(ended, { status: 7, stdout: oneUnadvised, stderr: '' });
  });

  test('may exit inside next while a flood goes on', () => {
    const ended = run(`
      let heard = 0;
      connectionStateChange$('Work', { backend }).subscribe(() => {
        if (++heard === 10_000) process.exit(8);
      });
      outlook.flood('Work', { threads: 4 });`);
    assert.deepEqual(ended, { status: 8, stdout: oneUnadvised, stderr: '' });
  });

  test('that ends by an uncaught exception inside next has unadvised', () => {
    const { status, stdout, stderr } = run(`connectionState$('Work', { backend }).subscribe(() => {
      throw new Error('on purpose');
    });`);
    assert.deepEqual([status, stdout], [1, oneUnadvised]);
    assert.match(stderr, /Error: on purpose/);
  });

  test('may start and end eight threads at once, over and over', () => {
    for (let i = 0; i < 5; ++i) {
      const ended = run(`
        const rounds = async () => {
          for (let round = 0; round < 3; ++round) {
            console.log(await outlook.flood('Work', { changes: 2_001, threads: 8 }).done);
          }
        };
        const subscription = connectionState$('Work', { backend }).subscribe();
        rounds().then(() => subscription.unsubscribe());`);
      const stdout = `${'2001\n'.repeat(3)}${oneUnadvised}`;
      assert.deepEqual(ended, { status: 0, stdout, stderr: '' });
    }
  });

  test('may be called anything: an Electron application, a single executable', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
    const program = join(folder, 'app.exe');
    try {
      copyFileSync(process.execPath, program);
      const { status, stdout, stderr } = run(
        `console.log(process.execPath);
         const subscription = connectionState$('Work', { backend }).subscribe((state) => {
           console.log(state);
           subscription.unsubscribe();
         });`,
        program,
      );
      const [path, ...lines] = stdout.split('\n');
      assert.equal(basename(path ?? ''), 'app.exe');
      assert.deepEqual([status, lines.join('\n'), stderr], [0, `online\n${oneUnadvised}`, '']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
