import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { files } from '../../../cli/addin/files.js';

jest.mock('node:fs', () => ({ __esModule: true, ...jest.requireActual<typeof fs>('node:fs') }));

describe('the files of the add-in', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
    writeFileSync(join(folder, 'a'), 'A');
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });
  const failing = (name: 'renameSync' | 'rmSync', code: string): void => {
    jest.spyOn(fs, name).mockImplementationOnce(() => {
      throw Object.assign(new Error(code), { code });
    });
  };

  it('are copied with the folders that are missing, and over what is there', () => {
    const to = join(folder, 'b', 'c');
    files.copy(join(folder, 'a'), to);
    files.copy(join(folder, 'a'), to);
    expect(readFileSync(to, 'utf8')).toBe('A');
    expect(readdirSync(join(folder, 'b'))).toEqual(['c']);
    expect(files.exists(to)).toBe(true);
  });

  it('leave nothing half done when the copy cannot be put in its place', () => {
    failing('renameSync', 'EPERM');
    expect(() => {
      files.copy(join(folder, 'a'), join(folder, 'b'));
    }).toThrow('EPERM');
    expect(files.list(folder)).toEqual(['a']);
  });

  it('are the same when they are so byte by byte, and both there', () => {
    writeFileSync(join(folder, 'b'), 'A');
    writeFileSync(join(folder, 'c'), 'C');
    const isSame = (name: string) => files.isSame(join(folder, 'a'), join(folder, name));
    expect(['b', 'c', 'd'].map(isSame)).toEqual([true, false, false]);
  });

  it('are removed with all that is in them, unless one is in use', () => {
    mkdirSync(join(folder, 'b', 'c'), { recursive: true });
    failing('rmSync', 'EBUSY');
    expect(files.remove(join(folder, 'b'))).toBe(false);
    expect(files.remove(join(folder, 'b'))).toBe(true);
    expect(files.list(folder)).toEqual(['a']);
    failing('rmSync', 'EIO');
    expect(() => files.remove(join(folder, 'a'))).toThrow('EIO');
  });

  it('are listed, none where there is no folder', () => {
    expect(files.list(join(folder, 'nowhere'))).toEqual([]);
  });

  it('leave no empty folder, and no other one is touched', () => {
    mkdirSync(join(folder, 'b'));
    files.removeEmpty(join(folder, 'b'));
    files.removeEmpty(join(folder, 'b'));
    files.removeEmpty(folder);
    expect(readdirSync(folder)).toEqual(['a']);
  });
});
