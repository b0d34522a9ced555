import { join } from 'node:path';
import type { Binary, Bitness, Windows } from '../../lib/binary.cjs';
import { load, type Loaded, packageRoot } from '../../lib/load.js';
import { loadError } from '../../lib/environment.js';
import { exitCodes, Failure } from '../exitCodes.js';
import { version } from '../version.js';
import { type Files, files } from './files.js';

/** The environment of the commands; a test replaces it. */
export interface Desktop {
  readonly windows: Windows;
  readonly files: Files;
  readonly probeBridge: Binary['probeBridge'];
  /** This package's version. */
  readonly version: string;
  /** Returns the path of the add-in in this package. */
  dllInPackage(bitness: Bitness): string;
  /** The folder of the user's own programs: %LOCALAPPDATA%. */
  readonly localAppData: string | undefined;
}

/**
 * Returns the environment of this process. Throws a {@link Failure} on other systems, and an
 * OfflineStateError without a binary.
 */
export function desktop(
  platform: NodeJS.Platform = process.platform,
  loaded: Loaded = load(),
): Desktop {
  if (platform !== 'win32') {
    throw new Failure(
      `the add-in is for classic Outlook on Windows; this is ${platform}. ` +
        '"npx rx-outlook host" serves profiles for development here.',
      exitCodes.failed,
    );
  }
  if (!('binary' in loaded)) throw loadError(loaded);
  const { binary } = loaded;
  const { windows } = binary;
  // Another, older copy of the package may have loaded the binary of this process.
  if (windows === undefined) throw new Error(`${loaded.path} has no functions for Windows`);
  const root = packageRoot(__dirname);
  return {
    windows,
    files,
    probeBridge: () => binary.probeBridge(),
    version: version(),
    dllInPackage: (bitness) =>
      join(root, 'prebuilds', bitness === 'x86' ? 'win32-ia32' : 'win32-x64', windows.dllName),
    localAppData: process.env['LOCALAPPDATA'],
  };
}
