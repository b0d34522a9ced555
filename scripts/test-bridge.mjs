// npm run test:bridge [-- FILE…]: what the bridge does between real processes. The last line counts the
// tests. They have a runtime folder of their own, so a server of yours is not in their way, nor they in its.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { root, run, tool } from './run.mjs';
import { fromNodeTest, Tally } from './tally.mjs';

const timeout = 15 * 60_000;
const folder = root('build/bridge/test/bridge');

run(process.execPath, [root('scripts/build.mjs')]);
rmSync(root('build/bridge'), { recursive: true, force: true });
run(process.execPath, [tool('typescript/bin/tsc'), '-p', 'config/tsconfig.bridge.json']);

const asked = process.argv.slice(2);
const suites = readdirSync(folder).filter(
  (file) => file.endsWith('.test.js') && (asked.length === 0 || asked.includes(file)),
);
const tally = new Tally();
for (const suite of suites) {
  const runtime = mkdtempSync(`${tmpdir()}/rx-outlook-`);
  const counts = `${folder}/${suite}.json`;
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...[`--test-reporter=${root('scripts/node-test-reporter.mjs')}`],
    `--test-reporter-destination=${counts}`,
  ];
  const { stdout, status, signal } = spawnSync(
    process.execPath,
    [...reporters, `${folder}/${suite}`],
    {
      cwd: root(''),
      env: { ...process.env, XDG_RUNTIME_DIR: runtime },
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout,
    },
  );
  rmSync(runtime, { recursive: true });
  tally.report(suite, fromNodeTest(counts, status ?? signal), stdout);
}
tally.close();
