// npm run audit: whether anything is known against what an installation of the package brings, which is its
// dependencies and its peers, and nothing of what builds and tests it. Where the registry answers no audits, that is
// no answer, and is counted as skipped. The last line counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quiet, root, run } from './run.mjs';
import { asLine } from './tally.mjs';

const { dependencies, peerDependencies } = JSON.parse(readFileSync(root('package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const manifest = { private: true, dependencies: { ...dependencies, ...peerDependencies } };
writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
const lock = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
run('npm', lock, { ...quiet, cwd: folder });
const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
const names = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, { version }]) => `${path.replace('node_modules/', '')} ${version}`);

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: folder,
  encoding: 'utf8',
});
const { vulnerabilities, error, statusCode, message } = JSON.parse(stdout);
const isAnswered = vulnerabilities !== undefined;
const known = Object.values(vulnerabilities ?? {});
console.log(`what is installed: ${names.join(', ')}`);
for (const { name, severity, via } of known) {
  const titles = via.map((one) => one.title ?? one).join('; ');
  console.log(`${name}: ${severity}: ${titles}`);
}
if (!isAnswered) {
  console.log(`the registry answers no audit: ${statusCode ?? error?.summary ?? message}`);
}
console.log(
  `\n${asLine({ passed: +(isAnswered && known.length === 0), failed: known.length, skipped: +!isAnswered })}`,
);
process.exitCode = known.length === 0 ? 0 : 1;
