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

/** What the commands do with files. */
export interface Files {
  exists(path: string): boolean;
  /** The names in a folder; none where there is no such folder. */
  list(folder: string): readonly string[];
  isSame(one: string, other: string): boolean;
  /** Whole or not at all. Throws where what is there is in use. */
  copy(from: string, to: string): void;
  /** With all that is in it; false when something in it is in use, and stays. */
  remove(path: string): boolean;
  /** A folder, if there is nothing in it. */
  removeEmpty(folder: string): void;
}

/** What Windows answers of a file that a process has loaded or open. */
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
