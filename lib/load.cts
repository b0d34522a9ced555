/** Finds and loads the native binary. CommonJS in both builds, since only `require` loads a binary. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { abi, type Binary } from './binary.cjs';
import { missingBytes } from './elf.cjs';

export type Loaded =
  | { readonly binary: Binary; readonly path: string }
  | { readonly missing: readonly string[] }
  | { readonly broken: string; readonly cause: unknown };

const platform = `${process.platform}-${process.arch}`;

/** The file does not exist, or the process may not know whether it does. */
const absent = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP']);
const denied = new Set(['EACCES', 'EPERM', 'ERR_ACCESS_DENIED']);

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code);
}

/** Accepts a byte order mark. */
export function readManifest(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
}

/** Parses the manifest: packagers rewrite it, without blanks or with its names in another order. */
function isOurs(manifest: string): boolean {
  try {
    return (readManifest(manifest) as { name?: unknown } | null)?.name === 'rx-outlook';
  } catch (error) {
    // A manifest that is no JSON may belong to another package, or be half written.
    if (error instanceof SyntaxError) return false;
    if (absent.has(codeOf(error)) || denied.has(codeOf(error))) return false;
    throw error;
  }
}

/**
 * Finds the package's own folder from any of its builds: dist/esm/lib, dist/cjs/lib, lib. Throws when its
 * files cannot be read at the moment.
 */
export function packageRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isOurs(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) break;
  }
  // The process may not be allowed to read the manifest.
  return /^(.*)[\\/]dist[\\/](?:cjs|esm)[\\/]lib$/.exec(start)?.[1] ?? start;
}

/** The possible paths of the binary, best first: a checkout's own build, then the package's. */
export function candidates(root: string): string[] {
  return [
    join(root, 'build', 'Release', 'rx-outlook.node'),
    join(root, 'prebuilds', platform, 'rx-outlook.node'),
  ];
}

/** Loads the first of `paths` that exists and that this process may read. Never throws. */
export function loadFrom(
  paths: readonly string[],
  load: (path: string) => unknown = require,
): Loaded {
  let hidden: Loaded | undefined;
  for (const path of paths) {
    try {
      const missing = missingBytes(path);
      if (missing > 0) throw new Error(`it lacks its last ${String(missing)} bytes`);
      const binary = load(path) as Binary;
      if (binary.abi !== abi) {
        throw new Error(
          `it has version ${String(binary.abi)} of the binary interface, not ${String(abi)}`,
        );
      }
      return { binary, path };
    } catch (cause) {
      if (denied.has(codeOf(cause))) hidden ??= { broken: path, cause };
      else if (!absent.has(codeOf(cause))) return { broken: path, cause };
    }
  }
  return hidden ?? { missing: paths };
}

function find(inherited: unknown): Loaded {
  let paths: string[];
  try {
    paths = candidates(packageRoot(__dirname));
  } catch (cause) {
    return { broken: __dirname, cause };
  }
  return loadFrom(typeof inherited === 'string' ? [inherited, ...paths] : paths);
}

let loaded: Loaded | undefined;

/**
 * Loads the binary once for all copies of this package in the process: the first copy that succeeds stores
 * it for the others, in this thread and, as a path, in the workers that this thread starts. (A test runner
 * that gives each file a `globalThis` of its own gets the same binary from `require`, which such runners
 * share for binaries.) The next call retries a failure. Never throws.
 */
export function load(): Loaded {
  if (loaded !== undefined) return loaded;
  const copies = globalThis as Record<symbol, Loaded | undefined>;
  const name = `rx-outlook.binary.${String(abi)}`;
  const key = Symbol.for(name);
  const found = copies[key] ?? find(getEnvironmentData(name));
  if ('binary' in found) {
    loaded = found;
    copies[key] = found;
    setEnvironmentData(name, found.path);
  }
  return found;
}
