// npm run check:reproducible [-- linux windows]: builds the binaries a second time, in a folder of another name and
// length, and compares them byte by byte with those that are in prebuilds/. The last line counts the binaries.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutBeside } from './checkout-beside.mjs';
import { root, run } from './run.mjs';
import { one, Tally } from './tally.mjs';

const systems = {
  linux: { build: ['scripts/build.mjs', '--native'], folders: /^linux-/ },
  windows: { build: ['scripts/build-windows.mjs'], folders: /^win32-/ },
};
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(systems, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(systems).join(', ')}.`);
  process.exit(2);
}

/** The first byte that differs, or where one ends; undefined when they are equal. */
function difference(ours, theirs) {
  if (ours.equals(theirs)) return undefined;
  const at = ours.findIndex((byte, index) => byte !== theirs[index]);
  return at < 0 ? ours.length : at;
}

const beside = mkdtempSync(join(tmpdir(), 'rx-outlook-reproducible-'));
process.on('exit', () => rmSync(beside, { recursive: true, force: true }));
const copy = join(beside, 'a copy');
checkoutBeside(copy);

const tally = new Tally();
for (const name of asked.length > 0 ? asked : Object.keys(systems)) {
  const { build, folders } = systems[name];
  run(process.execPath, build);
  const { status } = spawnSync(process.execPath, build, { cwd: copy, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  for (const folder of readdirSync(root('prebuilds')).filter((one) => folders.test(one))) {
    for (const file of readdirSync(root(`prebuilds/${folder}`))) {
      const path = `prebuilds/${folder}/${file}`;
      const second = join(copy, path);
      const at = existsSync(second)
        ? difference(readFileSync(root(path)), readFileSync(second))
        : 'it was not built';
      tally.report(path, one(at === undefined), `The second build differs from byte ${at} on.`);
    }
  }
}
tally.close();
