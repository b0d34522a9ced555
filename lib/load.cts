/** How the native binary is found. CommonJS in both builds, since `require` is what loads a binary. */
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

/** Nothing there, or nothing that this process may know of. */
const absent = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP']);
const denied = new Set(['EACCES', 'EPERM', 'ERR_ACCESS_DENIED']);

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code);
}

/** With a byte order mark or without. */
export function readManifest(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
}

/** Parsed, not searched: packagers write manifests anew, without blanks or with the names in another order. */
function isOurs(manifest: string): boolean {
  try {
    return (readManifest(manifest) as { name?: unknown } | null)?.name === 'rx-outlook';
  } catch (error) {
    // What is no JSON may be somebody else's, or half written.
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
  // Its manifest may be none of the files that the process may read.
  return /^(.*)[\\/]dist[\\/](?:cjs|esm)[\\/]lib$/.exec(start)?.[1] ?? start;
}

/** Where a binary may lie, best first: a checkout's own build, then what the package brought. */
export function candidates(root: string): string[] {
  return [
    join(root, 'build', 'Release', 'rx-outlook.node'),
    join(root, 'prebuilds', platform, 'rx-outlook.node'),
  ];
}

/** Loads the first of `paths` that exists, and that this process may read. Never throws. */
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
 * Loads the binary once for every copy of this package in the process: the first copy that succeeds
 * leaves it where the others look, in this thread and, as a path, in the workers that are started from
 * it. (A test runner that gives each file a `globalThis` of its own finds it again through `require`,
 * which such runners share for binaries.) What fails is tried again with the next call. Never throws.
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
