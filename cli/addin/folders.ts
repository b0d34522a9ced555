import { win32 } from 'node:path';
import type { Bitness } from '../../lib/binary.cjs';
import { exitCodes, Failure, messageOf } from '../exitCodes.js';
import type { Desktop } from './desktop.js';

// One folder for each version: the DLL that a running Outlook has loaded cannot be overwritten.

/** Throws a {@link Failure} where there is no such folder. */
export function rootOf({ localAppData = '' }: Desktop): string {
  if (win32.isAbsolute(localAppData)) return win32.join(localAppData, 'rx-outlook');
  const why = localAppData === '' ? 'is not set' : `is no absolute path ("${localAppData}")`;
  throw new Failure(
    `the variable LOCALAPPDATA ${why}: there is no folder for the add-in. Run this as the user who uses Outlook.`,
    exitCodes.failed,
  );
}

const folderOf = (desktop: Desktop): string => win32.join(rootOf(desktop), 'addin');

export function installedDll(desktop: Desktop, bitness: Bitness): string {
  return win32.join(folderOf(desktop), desktop.version, bitness, desktop.windows.dllName);
}

/** Returns the version of a DLL in such a folder; `undefined` for a DLL elsewhere. */
export function versionOf(dll: string): string | undefined {
  return /\\rx-outlook\\addin\\([^\\]+)\\x(?:86|64)\\[^\\]+$/i.exec(dll)?.[1];
}

/** Copies the add-in to the folder in which it is registered; returns false when it is there already. */
export function copyDll(desktop: Desktop, bitness: Bitness): boolean {
  const { files } = desktop;
  const from = desktop.dllInPackage(bitness);
  const to = installedDll(desktop, bitness);
  if (!files.exists(from)) {
    throw new Failure(
      `the add-in is missing from the package: ${from}. Reinstall rx-outlook; in a checkout run "npm run build:windows".`,
      exitCodes.failed,
    );
  }
  if (files.isSame(from, to)) return false;
  try {
    files.copy(from, to);
  } catch (error) {
    throw new Failure(
      `cannot write ${to}: ${messageOf(error)}. If Outlook has it loaded, end Outlook and try again.`,
      exitCodes.failed,
      error,
    );
  }
  return true;
}

/** Lists the add-in's log files, where logging was enabled. */
export function logs(desktop: Desktop): readonly string[] {
  const root = rootOf(desktop);
  return desktop.files
    .list(root)
    .filter((name) => name.endsWith('.log'))
    .map((name) => win32.join(root, name));
}

export interface Removed {
  readonly removed: readonly string[];
  /** Folders that are in use. */
  readonly kept: readonly string[];
}

/** Removes the folders of all versions, or of all except this one. */
export function removeVersions(desktop: Desktop, all: boolean): Removed {
  const { files, version } = desktop;
  const folder = folderOf(desktop);
  const versions = files.list(folder).filter((name) => all || name !== version);
  const removed: string[] = [];
  const kept: string[] = [];
  for (const name of versions) {
    const path = win32.join(folder, name);
    (files.remove(path) ? removed : kept).push(path);
  }
  if (all) {
    files.removeEmpty(folder);
    files.removeEmpty(rootOf(desktop));
  }
  return { removed, kept };
}
