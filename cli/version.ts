import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/binary.cjs';

/** What package.json says of this package. */
export function manifest(): { readonly version: string; readonly engines: { node: string } } {
  const text = readFileSync(join(packageRoot(__dirname), 'package.json'), 'utf8');
  return JSON.parse(text) as { version: string; engines: { node: string } };
}

export function version(): string {
  return manifest().version;
}
