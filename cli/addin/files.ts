import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Operations of the commands on files. */
export interface Files {
  exists(path: string): boolean;
  /** Lists the names in a folder; none where there is no such folder. */
  list(folder: string): readonly string[];
  isSame(one: string, other: string): boolean;
  /** Copies a file atomically. Throws when the file that is there is in use. */
  copy(from: string, to: string): void;
  /** Removes a path with its contents; returns false when something in it is in use, and stays. */
  remove(path: string): boolean;
  /** Removes a folder if it is empty. */
  removeEmpty(folder: string): void;
}

/** Windows' error codes for a file that a process has loaded or opened. */
const inUse = new Set(['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY']);

export const files: Files = {
  exists: existsSync,
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
  isSame: (one, other) => existsSync(other) && readFileSync(one).equals(readFileSync(other)),
  copy(from, to) {
    mkdirSync(dirname(to), { recursive: true });
    const unfinished = `${to}.new`;
    copyFileSync(from, unfinished);
    try {
      renameSync(unfinished, to);
    } catch (error) {
      rmSync(unfinished);
      throw error;
    }
  },
  remove(path) {
    try {
      rmSync(path, { recursive: true, force: true });
      return true;
    } catch (error) {
      if (inUse.has((error as NodeJS.ErrnoException).code ?? '')) return false;
      throw error;
    }
  },
  removeEmpty(folder) {
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  },
};
