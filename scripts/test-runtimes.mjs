// npm run test:runtimes [-- node24 bun deno]: the contract, and how processes end, in each of these runtimes, else
// in all. The Nodes run Jest as it is; the others the same cases, compiled, on the packed and installed package. The
// last line counts the tests of all. docs/support.md has a table of it.
import { readdirSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { quiet, root, run, tool } from './run.mjs';
import { runCases } from './runtimes/cases.mjs';
import { runJest } from './runtimes/jest.mjs';
import { judge } from './runtimes/judge.mjs';
import { knownFailures } from './runtimes/knownFailures.mjs';
import { fetchRuntime, runtimes } from './runtimes/programs.mjs';

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : Object.keys(runtimes);
const unknown = names.filter((name) => !Object.hasOwn(runtimes, name));
if (unknown.length > 0) {
  console.error(`no ${unknown.join(', ')}; there are ${Object.keys(runtimes).join(', ')}`);
  process.exit(2);
}
if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('The programs of these runtimes are fetched for Linux x64 alone.');
  process.exit(2);
}

/** The tarball in a folder of its own, with RxJS and no scripts, and the compiled cases beside it. */
function installPackage() {
  const app = root('build/runtimes/app');
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  const pack = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', app];
  run('npm', pack, quiet);
  const filename = readdirSync(app).find((file) => file.endsWith('.tgz'));
  const { devDependencies } = JSON.parse(readFileSync(root('package.json'), 'utf8'));
  writeFileSync(`${app}/package.json`, '{ "private": true, "type": "module" }\n');
  // Bun would take the checkout's, and by its paths the sources for the package.
  writeFileSync(`${app}/tsconfig.json`, '{}\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  run('npm', ['install', ...options, `./${filename}`, `rxjs@${devDependencies.rxjs}`], {
    ...quiet,
    cwd: app,
  });
  run(process.execPath, [tool('typescript/bin/tsc'), '-p', 'config/tsconfig.runtimes.json']);
}

run(process.execPath, [root('scripts/build.mjs')]);
if (!names.every((name) => runtimes[name].isNode)) installPackage();

const tally = { passed: 0, failed: 0, skipped: 0 };
const rows = [];
for (const name of names) {
  const runtime = fetchRuntime(name);
  const begun = Date.now();
  const { isNode } = runtimes[name];
  const results = isNode ? runJest(name, runtime) : await runCases(name, runtime);
  const seconds = Math.round((Date.now() - begun) / 1000);
  const { counts, complaints } = judge(results, knownFailures[name] ?? {});
  for (const complaint of complaints) console.log(`${name} ${runtime.version}: ${complaint}\n`);
  for (const what of Object.keys(tally)) tally[what] += counts[what];
  const { passed, failed, skipped } = counts;
  rows.push([name.replace(/\d+$/, ''), runtime.version, passed, failed, skipped, `${seconds} s`]);
  console.error(`${name}: ${seconds} s`);
}

console.log('\n| runtime | version | passed | failed | skipped | took |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
