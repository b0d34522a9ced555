import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { getRawAsset } from 'node:sea';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setBinary } from 'rx-outlook';

// The system loads a library from a file alone.
setBinary(() => {
  const folder = mkdtempSync(join(tmpdir(), 'app-'));
  process.once('exit', () => {
    try {
      rmSync(folder, { recursive: true });
    } catch {
      // Windows deletes no library that is loaded: the folder remains.
    }
  });
  const path = join(folder, 'rx-outlook.node');
  writeFileSync(path, new Uint8Array(getRawAsset('rx-outlook.node')));
  return path;
});
void import('../app.mjs');
