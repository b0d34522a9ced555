// The packages of examples/fleet: installed when they are missing or its lock file has changed, so that the `npm ci` of
// the checkout has no part in it.
import { copyFileSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { npm } from './installed-package.mjs';
import { quiet, root } from './run.mjs';

export const fleet = root('examples/fleet');
const lock = `${fleet}/package-lock.json`;
const note = `${fleet}/node_modules/.installed-lock.json`;

export function installFleet() {
  if (existsSync(note) && readFileSync(note, 'utf8') === readFileSync(lock, 'utf8')) return;
  console.log('installing the packages of examples/fleet');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  npm(['ci', ...options], { ...quiet, cwd: fleet });
  // The package is the checkout around it: a copy from the registry would be another version.
  symlinkSync('../../..', `${fleet}/node_modules/rx-outlook`, 'junction');
  copyFileSync(lock, note);
}
