// node scripts/check-prebuilds.mjs [folder [target…]]: whether the package in the folder, else this checkout, has
// the binaries of a release, of the sources that are here, and no others. With targets: whether it has these.
// Run by npm publish.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';
import { digestIn, sourcesDigest } from './sources.mjs';

const release = ['linux-x64', 'win32-x64'];
const [folder = root(''), ...targets] = process.argv.slice(2);

const digest = sourcesDigest();
const findings = [];
for (const target of targets.length > 0 ? targets : release) {
  const binary = join(folder, 'prebuilds', target, 'rx-outlook.node');
  const command = target === 'win32-x64' ? 'npm run build:windows' : 'npm run build';
  const remedy = `Run "${command}" in this checkout.`;
  if (!existsSync(binary)) {
    findings.push(`${binary} is missing. ${remedy}`);
  } else if (digestIn(binary) !== digest) {
    findings.push(`${binary} is not built from the sources that are here now. ${remedy}`);
  }
}
const prebuilds = join(folder, 'prebuilds');
for (const target of existsSync(prebuilds) ? readdirSync(prebuilds) : []) {
  if (targets.length > 0 || release.includes(target)) continue;
  findings.push(`${join(prebuilds, target)} is not part of a release. Remove it.`);
}

for (const finding of findings) console.error(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
