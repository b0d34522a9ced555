// What is tested is what a release has: binaries of these sources, of which this system can use its own.
import { spawnSync } from 'node:child_process';
import { root } from '../run.mjs';
import { one } from '../tally.mjs';

/** Checks the package that is installed in `app`. */
export function checkPackage(app, tally) {
  const subscription = `
    const { connectionState$ } = require('rx-outlook');
    const outlook = require('rx-outlook/testing').embeddedOutlook({ profiles: ['Work'] });
    const subscription = connectionState$('Work', { backend: 'embedded' }).subscribe((state) => {
      console.log(process.platform, state);
      subscription.unsubscribe();
    });`;
  const onWindows = process.platform === 'win32';
  // Those that the tests build; check-prebuilds.mjs without names asks for all of a release.
  const ours = onWindows ? [`win32-${process.arch}`] : ['linux-x64', 'win32-x64', 'win32-ia32'];
  for (const [what, args, expected] of [
    ['binaries', [root('scripts/check-prebuilds.mjs'), 'node_modules/rx-outlook', ...ours], ''],
    ['subscription here', ['-e', subscription], `${process.platform} online\n`],
  ]) {
    const options = { cwd: app, encoding: 'utf8', timeout: 60_000 };
    const { stdout, stderr, status } = spawnSync(process.execPath, args, options);
    const details = `ended with ${String(status)}\n${stdout}${stderr}`;
    const isRight = status === 0 && stdout === expected && stderr === '';
    tally.report(`the tarball, ${what}`, one(isRight), details);
  }
}
