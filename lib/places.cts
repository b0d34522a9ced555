/** Where the native binary may be: in an installed package, in a checkout, beside a bundle. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const platform = `${process.platform}-${process.arch}`;
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

/** The possible paths of the binary, best first: a checkout's own build, then the package's. */
export function candidates(root: string): string[] {
  const packaged = join(root, 'prebuilds', platform, fileName);
  // The system loads no library out of Electron's archive; its packagers put binaries beside it.
  const unpacked = packaged.replace(/\.asar(?=[\\/])/, '.asar.unpacked');
  return [
    join(root, 'build', 'Release', fileName),
    ...(unpacked === packaged ? [] : [unpacked]),
    packaged,
  ];
}

/** The file that runs this, also in a bundle of ES modules. */
function runningFile(): string | undefined {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, sites) => sites[0]?.getFileName();
    const name: unknown = new Error().stack;
    if (typeof name !== 'string') return undefined;
    return name.startsWith('file:') ? fileURLToPath(name) : name;
  } catch {
    return undefined; // Error is frozen, or another one's.
  } finally {
    Reflect.set(Error, 'stackTraceLimit', limit);
    if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Reflect.defineProperty(Error, 'prepareStackTrace', before);
  }
}

/**
 * Written out for tools that trace files, and take this one along: @vercel/nft, ncc, webpack's asset relocator.
 * The latter two put another path here, that of their copy.
 */
function tracedFile(): string {
  return (
    __dirname + '/../../../prebuilds/' + process.platform + '-' + process.arch + '/rx-outlook.node'
  );
}

/** The folder of a program that is one file with its runtime; Bun's has made-up paths for what is in it. */
function folderOfProgram(folders: readonly string[]): string[] {
  const isInside = folders.some((folder) => /^(?:[\\/]\$bunfs|[A-Z]:[\\/]~BUN)/.test(folder));
  return isInside ? [dirname(process.execPath)] : [];
}

/** Beside the bundle, by its own name or in the folders that it has in the package. */
function besideBundle(folders: readonly string[]): string[] {
  return [...folders, ...folderOfProgram(folders)].flatMap((folder) => [
    join(folder, fileName),
    join(folder, 'prebuilds', platform, fileName),
  ]);
}

export interface Places {
  readonly paths: readonly string[];
  /** Why none of them exists, if none does. */
  readonly why?: 'bundled' | 'platform' | undefined;
}

function hasOtherPlatforms(root: string): boolean {
  try {
    return !readdirSync(join(root, 'prebuilds')).includes(platform);
  } catch {
    return false;
  }
}

/** Throws when the package's files cannot be read at the moment. */
export function places(): Places {
  // Bundlers leave no __dirname in ES modules, and some put the path of the machine that bundled here.
  const own = typeof __dirname === 'string' ? __dirname : undefined;
  const file = runningFile();
  const folders = [...new Set([own, file === undefined ? undefined : dirname(file)])].filter(
    (folder) => folder !== undefined,
  );
  for (const folder of folders) {
    const root = findRoot(folder);
    if (root === undefined || (folder !== folders.at(-1) && !existsSync(folder))) continue;
    return {
      paths: candidates(root),
      why: hasOtherPlatforms(root) ? 'platform' : undefined,
    };
  }
  const traced = own === undefined ? undefined : resolve(tracedFile());
  const isMoved =
    traced !== undefined &&
    !folders.some((folder) => traced === join(folder, '../../../prebuilds', platform, fileName));
  return {
    paths: [...new Set([...(isMoved ? [traced] : []), ...besideBundle(folders)])],
    why: 'bundled',
  };
}
