// The command and who reads its output.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { entry } from './place.js';

const main = join(dirname(entry), '../cli/main.js');
const timeout = 120_000;

test('host ends when its reader has gone, though nothing changes', { timeout }, async () => {
  const host = spawn(process.execPath, [main, 'host', '--profile', 'Work'], { stdio: 'pipe' });
  let stderr = '';
  host.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  for await (const line of createInterface(host.stdout)) {
    if (/ {2}Work {2}online$/.test(line)) break;
  }
  host.stdout.destroy();
  const [code] = (await once(host, 'exit')) as [number | null];
  assert.deepEqual([code, stderr], [0, '']);
});
