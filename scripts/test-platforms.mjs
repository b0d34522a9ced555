// npm run test:platforms [-- --part | linux-arm64 …]: the binaries of a release, as far as this machine can run or read
// them, all or those of the named platforms: the contract and how processes end on other processors, on musl and on an
// old glibc, from the packed and installed package; the headers of every file; README's first example under Node for
// arm64. --part takes linux-arm64 alone, by Debian's compiler, with a few cases. Linux x64, as root.
import { existsSync } from 'node:fs';
import { targets } from '../config/cross/targets.mjs';
import { misfits, readBinary } from './binaries/misfits.mjs';
import { weaknesses } from './hardening.mjs';
import { installPackage } from './installed-package.mjs';
import { buildByDebian } from './platforms/byDebian.mjs';
import { machines } from './platforms/machines.mjs';
import { probeErrno } from './platforms/errno.mjs';
import { runReadme } from './platforms/readme.mjs';
import { root, run } from './run.mjs';
import { runCases } from './runtimes/cases.mjs';
import { judge } from './runtimes/judge.mjs';
import { one, Tally } from './tally.mjs';

const isPart = process.argv.includes('--part');
const asked = process.argv.slice(2).filter((argument) => argument !== '--part');
const unknown = asked.filter((name) => !Object.hasOwn(targets, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(targets).join(', ')}.`);
  process.exit(2);
}
if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('The other platforms are run on Linux x64 alone.');
  process.exit(2);
}
const names = isPart ? ['linux-arm64'] : asked.length > 0 ? asked : Object.keys(targets);
const point = (title) => /point \d+/.exec(title)?.[0];
/** One case of each point of the contract, and one end of a process. */
const isInPart = (title, index, titles) =>
  titles.findIndex((other) => point(other) === point(title)) === index;

run(process.execPath, [root('scripts/build.mjs')]);
if (!isPart) run(process.execPath, [root('scripts/build-all.mjs'), ...names]);
const app = root('build/runtimes/app');
installPackage(app, 'runtimes');
const installed = `${app}/node_modules/rx-outlook/prebuilds`;
if (isPart) buildByDebian(app);

const tally = new Tally();
for (const name of names) {
  for (const file of targets[name].binaries) {
    const path = `${installed}/${name}/${file}`;
    const isByZig = targets[name].triple !== undefined && !isPart;
    const found = !existsSync(path)
      ? ['is not in the tarball']
      : [...(isPart ? [] : misfits(path, name)), ...weaknesses(path, { isByZig })];
    const isUnsigned = found.length === 0 && readBinary(path).isSigned === false;
    const title = `${name}/${file}: headers${isUnsigned ? ' (unsigned)' : ''}`;
    tally.report(title, one(found.length === 0), found.map((one) => `It ${one}.`).join('\n'));
  }
}

const rows = [];
for (const name of names.filter((one) => Object.hasOwn(machines, one))) {
  const machine = machines[name]();
  const begun = Date.now();
  const results = await runCases(name, machine, isPart ? isInPart : undefined);
  const seconds = Math.round((Date.now() - begun) / 1000);
  const { counts, complaints } = judge(results, {});
  for (const complaint of complaints) console.log(`${name}, ${machine.what}: ${complaint}\n`);
  tally.add(counts);
  const { passed, failed, skipped } = counts;
  rows.push([name, machine.what, passed, failed, skipped, `${seconds} s`]);
  probeErrno(machine, app, tally);
  if (name === 'linux-arm64' && !isPart) runReadme(machine, app, tally);
}

console.log('\n| platform | runs on | passed | failed | skipped | took |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
tally.close();
