// npm run test:bridge [-- FILE…]: what the bridge does between real processes. The last line counts the
// tests. They have a runtime folder of their own, so a server of yours is not in their way, nor they in its.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { root, run, tool } from './run.mjs';

const timeout = 15 * 60_000;
const folder = root('build/bridge/test/bridge');

run(process.execPath, [root('scripts/build.mjs')]);
rmSync(root('build/bridge'), { recursive: true, force: true });
run(process.execPath, [tool('typescript/bin/tsc'), '-p', 'config/tsconfig.bridge.json']);

const asked = process.argv.slice(2);
const suites = readdirSync(folder).filter(
  (file) => file.endsWith('.test.js') && (asked.length === 0 || asked.includes(file)),
);
const tally = { passed: 0, failed: 0, skipped: 0 };
for (const suite of suites) {
  const runtime = mkdtempSync(`${tmpdir()}/rx-outlook-`);
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--test-reporter=tap', `${folder}/${suite}`],
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
  const of = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0);
  const [passed, skipped] = [of('pass'), of('skipped')];
  const counted = of('fail') + of('cancelled');
  const failed = counted === 0 && (status !== 0 || passed === 0) ? 1 : counted;
  console.log(`${suite}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (failed > 0) console.log(stdout);
  tally.passed += passed;
  tally.failed += failed;
  tally.skipped += skipped;
}
console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
