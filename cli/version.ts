import { join } from 'node:path';
import { packageRoot, readManifest } from '../lib/load.js';

/** Reads this package's package.json. */
export function manifest(): { readonly version: string; readonly engines: { node: string } } {
  return readManifest(join(packageRoot(__dirname), 'package.json')) as {
    version: string;
    engines: { node: string };
  };
}

export function version(): string {
  return manifest().version;
}
