// node scripts/check-prebuilds.mjs [folder [target…]]: whether the package in the folder, else this checkout, has
// the binaries of a release, of the sources that are here, each fit for its platform and hardened, and no others. With
// targets: whether it has these, for whichever version of its system they are made. Run by npm publish.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { targets } from '../config/cross/targets.mjs';
import { misfits } from './binaries/misfits.mjs';
import { weaknesses } from './hardening.mjs';
import { root } from './run.mjs';
import { digestIn, sourcesDigest } from './sources.mjs';

const [folder = root(''), ...asked] = process.argv.slice(2);
const isRelease = asked.length === 0;
const own = `${process.platform}-${process.arch}`;
/** Microsoft's compiler hardens by other means than those that are looked for. */
const isByMicrosoft = !isRelease && process.platform === 'win32';

/** The command that makes the binaries of that platform. */
function builder(name) {
  const isCross = targets[name]?.triple !== undefined && name !== own;
  if (isRelease || isCross) return `npm run build:all -- ${name}`;
  return name.startsWith('win32-') ? 'npm run build:windows' : 'npm run build';
}

const digest = sourcesDigest();
const findings = [];
for (const name of isRelease ? Object.keys(targets) : asked) {
  const { binaries, triple } = targets[name] ?? { binaries: ['rx-outlook.node'] };
  const remedy = `Run "${builder(name)}" in this checkout.`;
  for (const file of binaries) {
    const binary = join(folder, 'prebuilds', name, file);
    if (!existsSync(binary)) {
      findings.push(`${binary} is missing. ${remedy}`);
    } else if (digestIn(binary) !== digest) {
      findings.push(`${binary} is not built from the sources that are here now. ${remedy}`);
    } else {
      const found = isRelease ? misfits(binary, name) : [];
      if (!isByMicrosoft) found.push(...weaknesses(binary, { isByZig: Boolean(triple) }));
      findings.push(...found.map((one) => `${binary} ${one}. ${remedy}`));
    }
  }
}
const prebuilds = join(folder, 'prebuilds');
for (const name of existsSync(prebuilds) ? readdirSync(prebuilds) : []) {
  if (!isRelease || Object.hasOwn(targets, name)) continue;
  findings.push(`${join(prebuilds, name)} is not part of a release. Remove it.`);
}

for (const finding of findings) console.error(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
