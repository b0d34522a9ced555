import { join } from 'node:path';
import type { Binary, Bitness, Windows } from '../../lib/binary.cjs';
import { load, type Loaded, packageRoot } from '../../lib/load.cjs';
import { loadError } from '../../lib/environment.js';
import { exitCodes, Failure } from '../exitCodes.js';
import { version } from '../version.js';
import { type Files, files } from './files.js';

/** What the commands work on: a test puts another one in its place. */
export interface Desktop {
  readonly windows: Windows;
  readonly files: Files;
  readonly probeBridge: Binary['probeBridge'];
  /** Of this package. */
  readonly version: string;
  /** Where this package has the add-in. */
  dllInPackage(bitness: Bitness): string;
  /** Where the user's own programs keep what is theirs: %LOCALAPPDATA%. */
  readonly localAppData: string | undefined;
}

/** Throws a {@link Failure} on any other system, and an OfflineStateError when there is no binary. */
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
  // Another copy of the package, an older one, may have brought the binary of this process.
  if (windows === undefined) throw new Error(`${loaded.path} knows nothing of Windows`);
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
