import { mkdtempSync, writeFileSync } from 'node:fs';
import { getRawAsset } from 'node:sea';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setBinary } from 'rx-outlook';

// The system loads a library from a file alone; the folder is new, and this user's.
setBinary(() => {
  const path = join(mkdtempSync(join(tmpdir(), 'app-')), 'rx-outlook.node');
  writeFileSync(path, new Uint8Array(getRawAsset('rx-outlook.node')));
  return path;
});
void import('../app.mjs');
