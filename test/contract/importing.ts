import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ContractCase } from './types.js';

/** Runs a script with a copy of the package that has this file as its binary, or none. */
function runWithBinary(entry: string, binary: string | undefined): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  try {
    cpSync(join(dirname(entry), '..'), join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{\n  "name": "rx-outlook"\n}\n');
    if (binary !== undefined) {
      // Whichever libc this program runs on.
      for (const libc of ['', '-musl']) {
        const place = join(folder, 'prebuilds', `${process.platform}-${process.arch}${libc}`);
        mkdirSync(place, { recursive: true });
        writeFileSync(join(place, 'rx-outlook.node'), binary);
      }
    }
    const script = `
      const rx = require(${JSON.stringify(join(folder, 'dist', 'lib', 'index.js'))});
      rx.setDefaultBackend('embedded');
      const said = [rx.diagnostics().received];
      rx.connectionState$('Work').subscribe({ error: ({ code, message }) => said.push(code, message) });
      rx.openOfflineObject('Work').catch(({ code }) => said.push(code))
        .then(() => console.log(JSON.stringify(said)));`;
    // Not by NODE_PATH, which only Node looks at.
    const rxjs = JSON.stringify(createRequire(entry).resolve('rxjs'));
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'node_modules', 'rxjs.js'), `module.exports = require(${rxjs});\n`);
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    assert.equal(stderr, '');
    return JSON.parse(stdout) as unknown;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const importing: readonly ContractCase[] = [
  {
    point: 10,
    title: 'without a binary the import succeeds, and the first call that needs it says what to do',
    // eslint-disable-next-line @typescript-eslint/require-await -- a child process is waited for
    async run({ entry }) {
      const said = runWithBinary(entry, undefined) as string[];
      assert.deepEqual(
        [said[0], said[1], said[3]],
        [0, 'ERR_BINARY_NOT_FOUND', 'ERR_BINARY_NOT_FOUND'],
      );
      assert.match(
        String(said[2]),
        /no native binary for .*; looked for .*build.* and .*prebuilds/,
      );
    },
  },
  {
    point: 10,
    title: 'a binary that does not load reports its own load error, not that it is missing',
    // eslint-disable-next-line @typescript-eslint/require-await -- a child process is waited for
    async run({ entry }) {
      const said = runWithBinary(entry, 'this is no binary') as string[];
      assert.deepEqual([said[1], said[3]], ['ERR_BINARY_LOAD_FAILED', 'ERR_BINARY_LOAD_FAILED']);
      assert.match(String(said[2]), /does not load: .*rx-outlook\.node/);
    },
  },
];
