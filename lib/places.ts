/** Where the native binary may be: in an installed package, in a checkout, beside a bundle. */
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { platform, platforms } from './platforms.js';

const fileName = 'rx-outlook.node';

/** The file does not exist, or the process may not know whether it does. */
export const absent = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP']);
export const denied = new Set(['EACCES', 'EPERM', 'ERR_ACCESS_DENIED']);

export function codeOf(error: unknown): string {
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

/** Returns the package's own folder; undefined for code that a bundler has taken out of it. */
function findRoot(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isOurs(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) break;
  }
  // The process may not be allowed to read the manifest.
  return /^(.*)[\\/]dist[\\/](?:cjs|esm)[\\/]lib$/.exec(start)?.[1];
}

/**
 * Finds the package's own folder from any of its builds: dist/esm/lib, dist/cjs/lib, lib. Throws when its
 * files cannot be read at the moment.
 */
export function packageRoot(start: string): string {
  return findRoot(start) ?? start;
}

/** The possible paths of the binary in a package, best first: a checkout's own build, then the package's. */
export function candidates(root: string): string[] {
  return [join(root, 'build', 'Release', fileName), join(root, 'prebuilds', platform(), fileName)];
}

/** The file that runs this, also in a bundle of ES modules, which has no __dirname. */
function runningFile(): string | undefined {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, sites) => sites[0]?.getFileName();
    const name = String(new Error().stack);
    const path = name.startsWith('file:') ? fileURLToPath(name) : name;
    // Code that is evaluated has a name that is no path.
    return isAbsolute(path) ? path : undefined;
  } catch {
    return undefined; // Error is frozen.
  } finally {
    Reflect.set(Error, 'stackTraceLimit', limit);
    if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Reflect.defineProperty(Error, 'prepareStackTrace', before);
  }
}

/** The folder of this code. Some bundlers write the folder of the machine that bundled into __dirname: it comes second. */
function ownFolder(): string {
  const file = runningFile();
  const folder =
    file !== undefined ? dirname(file) : typeof __dirname === 'string' ? __dirname : '';
  // A program of `bun build --compile` has made-up paths for what is in it.
  const isNowhere = folder === '' || /^(?:[\\/]\$bunfs|[A-Z]:[\\/]~BUN)/.test(folder);
  return isNowhere ? dirname(process.execPath) : folder;
}

// Tools evaluate the expression: nft takes the file along, ncc and webpack's asset relocator copy it and write the path of
// the copy here. No such tool knows a folder's name with two unknown parts; ncc reads no file named .cjs.
function tracedFile(): string {
  const name = platform();
  return resolve(__dirname + '/../../../prebuilds/' + name + '/rx-outlook.node');
}

/** Beside the bundle, by its own name or in the folders that it has in the package. */
function besideBundle(folder: string): string[] {
  const paths = [join(folder, fileName), join(folder, 'prebuilds', platform(), fileName)];
  try {
    const traced = tracedFile();
    // Without such a tool the expression leads out of the bundle's folder.
    if (traced.startsWith(folder + sep)) paths.unshift(traced);
  } catch {
    // An ES module has no __dirname.
  }
  return [...new Set(paths)];
}

/** The system loads no library out of Electron's archive; its packagers put binaries beside it. */
function besideArchive(path: string): string[] {
  const unpacked = path.replace(/\.asar(?=[\\/])/, '.asar.unpacked');
  return unpacked === path ? [path] : [unpacked, path];
}

export interface Places {
  readonly paths: readonly string[];
  /** Why none of them exists, if none does. */
  readonly why?: 'bundled' | 'platform' | undefined;
}

/** Throws when the package's files cannot be read at the moment. */
export function places(): Places {
  const folder = ownFolder();
  const root = findRoot(folder);
  const paths = root === undefined ? besideBundle(folder) : candidates(root);
  const isKnown = platforms.includes(platform());
  return {
    paths: paths.flatMap(besideArchive),
    why: isKnown ? (root === undefined ? 'bundled' : undefined) : 'platform',
  };
}
