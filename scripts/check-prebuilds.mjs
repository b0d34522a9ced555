// node scripts/check-prebuilds.mjs [folder [target…]]: whether the package in the folder, else this checkout, has
// the binaries of a release, of the sources that are here, hardened, and no others. With targets: whether it has these
// of the sources; one that another compiler has made is hardened otherwise.
// Run by npm publish.
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { weaknesses } from './hardening.mjs';
import { root } from './run.mjs';
import { digestIn, sourcesDigest } from './sources.mjs';

const { platforms } = createRequire(import.meta.url)('../dist/cjs/lib/platforms.js');
/** The add-in is for an Outlook of 32 bits, too, where the package has no binary for Node. */
const release = Object.fromEntries(platforms.map((platform) => [platform, ['rx-outlook.node']]));
for (const platform of ['win32-x64', 'win32-ia32']) {
  release[platform] = [...(release[platform] ?? []), 'rx-outlook-addin.dll'];
}
const [folder = root(''), ...targets] = process.argv.slice(2);

const digest = sourcesDigest();
const findings = [];
for (const target of targets.length > 0 ? targets : Object.keys(release)) {
  const command = target.startsWith('win32-') ? 'npm run build:windows' : 'npm run build';
  const remedy = `Run "${command}" in this checkout.`;
  for (const file of release[target] ?? ['rx-outlook.node']) {
    const binary = join(folder, 'prebuilds', target, file);
    if (!existsSync(binary)) {
      findings.push(`${binary} is missing. ${remedy}`);
    } else if (digestIn(binary) !== digest) {
      findings.push(`${binary} is not built from the sources that are here now. ${remedy}`);
    } else if (targets.length === 0) {
      findings.push(...weaknesses(binary).map((weakness) => `${binary} ${weakness}.`));
    }
  }
}
const prebuilds = join(folder, 'prebuilds');
for (const target of existsSync(prebuilds) ? readdirSync(prebuilds) : []) {
  if (targets.length > 0 || Object.hasOwn(release, target)) continue;
  findings.push(`${join(prebuilds, target)} is not part of a release. Remove it.`);
}

for (const finding of findings) console.error(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
