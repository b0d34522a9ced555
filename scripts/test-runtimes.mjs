// npm run test:runtimes [-- node24 bun deno]: the contract, and how processes end, in each of these runtimes, else
// in all. The Nodes run Jest as it is; the others the same cases, compiled, on the packed and installed package. The
// last line counts the tests of all. docs/support.md has a table of it.
import { installPackage } from './installed-package.mjs';
import { root, run } from './run.mjs';
import { runCases } from './runtimes/cases.mjs';
import { runJest } from './runtimes/jest.mjs';
import { judge } from './runtimes/judge.mjs';
import { knownFailures } from './runtimes/knownFailures.mjs';
import { fetchRuntime, runtimes } from './runtimes/programs.mjs';
import { Tally } from './tally.mjs';

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

run(process.execPath, [root('scripts/build.mjs')]);
if (!names.every((name) => runtimes[name].isNode)) {
  installPackage(root('build/runtimes/app'), 'runtimes');
}

const tally = new Tally();
const rows = [];
for (const name of names) {
  const runtime = fetchRuntime(name);
  const begun = Date.now();
  const { isNode } = runtimes[name];
  const results = isNode ? runJest(name, runtime) : await runCases(name, runtime);
  const seconds = Math.round((Date.now() - begun) / 1000);
  const { counts, complaints } = judge(results, knownFailures[name] ?? {});
  for (const complaint of complaints) console.log(`${name} ${runtime.version}: ${complaint}\n`);
  tally.add(counts);
  const { passed, failed, skipped } = counts;
  rows.push([name.replace(/\d+$/, ''), runtime.version, passed, failed, skipped, `${seconds} s`]);
  console.error(`${name}: ${seconds} s`);
}

console.log('\n| runtime | version | passed | failed | skipped | took |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
tally.close();
