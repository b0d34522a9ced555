import { OfflineStateError } from './errors.js';
import type { Absence } from './load.js';
import { platform } from './platforms.js';

/** Errors of a platform that the package has no binary for. */
const ofPlatform = new WeakSet<OfflineStateError>();

/** Whether a release of the package has no binary for this platform. */
export function isOfPlatform(error: OfflineStateError): boolean {
  return ofPlatform.has(error);
}

/** Makes the error for a binary that does not exist: what happened, the paths, what to do next. */
export function binaryMissing(paths: readonly string[], why?: Absence): OfflineStateError {
  const looked = `looked for ${paths.join(' and ')}`;
  const error = new OfflineStateError(messageOf(platform(), looked, why), {
    code: 'ERR_BINARY_NOT_FOUND',
    operation: 'load',
  });
  if (why === 'platform') ofPlatform.add(error);
  return error;
}

function messageOf(target: string, looked: string, why?: Absence): string {
  const own = `node_modules/rx-outlook/prebuilds/${target}/rx-outlook.node`;
  switch (why) {
    case 'bundled':
      return (
        `rx-outlook was bundled without its native binary for ${target}; ${looked}. Either copy the file ` +
        'beside the bundle when you build:\n' +
        `  cp ${own} dist/\n` +
        'or name the file before the first use:\n' +
        "  setBinary('/absolute/path/rx-outlook.node'); // or RX_OUTLOOK_BINARY in the environment\n" +
        'node_modules/rx-outlook/docs/bundlers.md has the recipe for each bundler.'
      );
    case 'setBinary()':
    case 'RX_OUTLOOK_BINARY':
      return (
        `rx-outlook has no native binary where ${why} says; ${looked}. ` +
        `Name an existing file by its absolute path: a copy of ${own}.`
      );
    default:
      return (
        `rx-outlook has no native binary for ${target}; ${looked}. ` +
        'In a checkout run "npm ci", which builds it; elsewhere install rx-outlook on a platform ' +
        'that its README lists.'
      );
  }
}
