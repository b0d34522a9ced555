// What a binary is built from, as a digest that the build puts into it: a binary that is older than its sources
// is told by what is in it, since times say nothing in a fresh checkout.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { root, tool } from './run.mjs';

const files = [
  'CMakeLists.txt',
  'config/cross/macos.cmake',
  'config/cross/zig.cmake',
  'config/mingw-x64.cmake',
  'config/mingw-x86.cmake',
  'scripts/node-api-shim.mjs',
];
const isSource = /\.(h|cc|def|map|macos|rc\.in)$|^native\/addin\/CMakeLists\.txt$/;
const packages = ['node-addon-api', 'node-api-headers'];

export function sourcesDigest() {
  const native = readdirSync(root('native'), { recursive: true })
    .map((path) => `native/${path.replaceAll('\\', '/')}`)
    .filter((path) => isSource.test(path) && !path.startsWith('native/test/'));
  const contents = [...files, ...native].map((path) => [path, readFileSync(root(path), 'utf8')]);
  const versions = packages.map((name) => {
    const { version } = JSON.parse(readFileSync(tool(`${name}/package.json`), 'utf8'));
    return [name, version];
  });
  const all = JSON.stringify([...contents, ...versions].sort());
  return createHash('sha256').update(all).digest('hex');
}

/** The digest that a binary carries; undefined when it has none. See native/binary/sources.cc. */
export function digestIn(binary) {
  return /rx-outlook sources ([0-9a-f]{64})/.exec(readFileSync(binary, 'latin1'))?.[1];
}
