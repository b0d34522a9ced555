/** Finds and loads the native binary. */
import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { abi, type Binary } from './binary.cjs';
import { missingBytes } from './elf.js';
import { absent, codeOf, denied, places } from './places.js';

export { candidates, packageRoot, readManifest } from './places.js';

/** Names who has set the path, or what keeps the package from having the binary. */
export type Absence = 'setBinary()' | 'RX_OUTLOOK_BINARY' | 'bundled' | 'platform';

export type Loaded =
  | { readonly binary: Binary; readonly path: string }
  | { readonly missing: readonly string[]; readonly why?: Absence | undefined }
  | { readonly broken: string; readonly cause: unknown };

/** Bundlers replace or reject a `require` of their own; this one is Node's in every bundle. */
function loadLibrary(path: string): unknown {
  return createRequire(path)(path);
}

/** Loads the first of `paths` that exists and that this process may read. Never throws. */
export function loadFrom(
  paths: readonly string[],
  load: (path: string) => unknown = loadLibrary,
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

/** What was passed to `setBinary`, for all copies of this package in the thread. */
export type Chosen = string | (() => string);
const chosenKey = Symbol.for('rx-outlook.chosenBinary');
const holder = globalThis as Record<symbol, Chosen | undefined>;

export function chosen(): Chosen | undefined {
  return holder[chosenKey];
}

export function choose(path: Chosen): void {
  holder[chosenKey] = path;
}

function findNamed(path: unknown, why: Absence): Loaded {
  if (typeof path !== 'string' || !isAbsolute(path)) {
    return { broken: String(path), cause: new Error(`${why} must give an absolute path`) };
  }
  const found = loadFrom([path]);
  return 'missing' in found ? { ...found, why } : found;
}

function findChosen(path: Chosen): Loaded {
  try {
    return findNamed(typeof path === 'function' ? path() : path, 'setBinary()');
  } catch (cause) {
    return { broken: 'of setBinary()', cause };
  }
}

function find(inherited: unknown): Loaded {
  const path = chosen();
  if (path !== undefined) return findChosen(path);
  const variable = process.env['RX_OUTLOOK_BINARY'];
  if (variable !== undefined && variable !== '') return findNamed(variable, 'RX_OUTLOOK_BINARY');
  try {
    const { paths, why } = places();
    const found = loadFrom(typeof inherited === 'string' ? [inherited, ...paths] : paths);
    return 'missing' in found ? { ...found, why } : found;
  } catch (cause) {
    return { broken: 'rx-outlook.node', cause };
  }
}

let loaded: Loaded | undefined;

const copies = globalThis as Record<symbol, Loaded | undefined>;
const name = `rx-outlook.binary.${String(abi)}`;
const key = Symbol.for(name);

/** Returns the path of the binary that this thread has loaded, if any. */
export function pathInUse(): string | undefined {
  const found = loaded ?? copies[key];
  return found !== undefined && 'binary' in found ? found.path : undefined;
}

/**
 * Loads the binary once for all copies of this package in the process: the first copy that succeeds stores
 * it for the others, in this thread and, as a path, in the workers that this thread starts. (A test runner
 * that gives each file a `globalThis` of its own gets the same binary from `require`, which such runners
 * share for binaries.) The next call retries a failure. Never throws.
 */
export function load(): Loaded {
  if (loaded !== undefined) return loaded;
  const found = copies[key] ?? find(getEnvironmentData(name));
  if ('binary' in found) {
    loaded = found;
    copies[key] = found;
    setEnvironmentData(name, found.path);
  }
  return found;
}
