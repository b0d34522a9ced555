/** The platforms of the native binary, and which of them this is. */
import { interpreterOf } from './elf.js';

/** The folders of prebuilds/ that a release has a binary in, as config/cross/targets.mjs has them. */
export const platforms: readonly string[] = [
  'linux-x64',
  'linux-arm64',
  'linux-x64-musl',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
];

/**
 * Whether a program of Linux runs on musl, which loads no library that is made for glibc. `ldd` describes the system, not
 * the program: glibc and musl may both be installed.
 */
export function isMusl(program: string): boolean {
  try {
    const interpreter = interpreterOf(program);
    if (interpreter !== undefined) return interpreter.includes('/ld-musl-');
  } catch {
    // /proc is not mounted, or the process may not read it.
  }
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork?: boolean };
  try {
    // The network part looks names up, and blocks until the name server answers.
    report.excludeNetwork = true;
    const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
    return header.glibcVersionRuntime === undefined;
  } catch {
    return false; // Not every runtime writes reports.
  }
}

let found: string | undefined;

/** The folder of prebuilds/ for this process. */
export function platform(): string {
  if (found === undefined) {
    const suffix = process.platform === 'linux' && isMusl('/proc/self/exe') ? '-musl' : '';
    found = `${process.platform}-${process.arch}${suffix}`;
  }
  return found;
}
