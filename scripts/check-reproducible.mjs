// npm run check:reproducible [-- linux windows darwin-arm64 …]: builds the binaries a second time, in a folder of
// another name and length, and compares them byte by byte with those that are here already. The last line counts the
// binaries.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targets } from '../config/cross/targets.mjs';
import { checkoutBeside } from './checkout-beside.mjs';
import { root } from './run.mjs';
import { digestIn, sourcesDigest } from './sources.mjs';
import { one, Tally } from './tally.mjs';

const byZig = Object.keys(targets).filter((name) => targets[name].triple !== undefined);
const systems = {
  linux: {
    build: ['scripts/build.mjs', '--native'],
    binaries: ['build/Release/rx-outlook.node'],
  },
  windows: {
    build: ['scripts/build-windows.mjs'],
    binaries: [
      'prebuilds/win32-x64/rx-outlook.node',
      ...['win32-x64', 'win32-ia32'].map((name) => `prebuilds/${name}/rx-outlook-addin.dll`),
    ],
  },
  ...Object.fromEntries(
    byZig.map((name) => [
      name,
      {
        build: ['scripts/build-all.mjs', name],
        binaries: [`prebuilds/${name}/rx-outlook.node`],
      },
    ]),
  ),
};
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(systems, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(systems).join(', ')}.`);
  process.exit(2);
}

/** What is wrong with the second of them; undefined when they are equal. */
function difference(first, second) {
  const missing = [first, second].filter((file) => !existsSync(file));
  if (missing.length > 0) return `There is no ${missing.join(' and no ')}.`;
  if (digestIn(first) !== sourcesDigest()) return `${first} is not built from these sources.`;
  const [ours, theirs] = [first, second].map((file) => readFileSync(file));
  if (ours.equals(theirs)) return undefined;
  const at = ours.findIndex((byte, index) => byte !== theirs[index]);
  return `The second build differs from byte ${at < 0 ? ours.length : at} on.`;
}

const beside = mkdtempSync(join(tmpdir(), 'rx-outlook-reproducible-'));
process.on('exit', () => rmSync(beside, { recursive: true, force: true }));
const copy = join(beside, 'a copy');
checkoutBeside(copy);

const tally = new Tally();
for (const name of asked.length > 0 ? asked : Object.keys(systems)) {
  const { build, binaries } = systems[name];
  const { status } = spawnSync(process.execPath, build, { cwd: copy, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  for (const path of binaries) {
    const found = difference(root(path), join(copy, path));
    tally.report(path, one(found === undefined), found);
  }
}
tally.close();
