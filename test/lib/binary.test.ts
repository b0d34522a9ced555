import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { abi, candidates, loadFrom, packageRoot } from '../../lib/binary.cjs';
import { loadError, sharedOf } from '../../lib/environment.js';

describe('the search for the binary', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('prefers a local build to what the package brought', () => {
    const [first, second] = candidates(folder);
    expect(first).toBe(join(folder, 'build', 'Release', 'rx-outlook.node'));
    expect(second).toContain(join('prebuilds', `${process.platform}-${process.arch}`));
  });

  it('begins at the package’s own folder, from wherever in it a build lies', () => {
    const root = resolve('.');
    expect(packageRoot(join(root, 'dist', 'cjs', 'lib'))).toBe(root);
    // Copied out of its package, a file has only its own place to begin at.
    expect(packageRoot(folder)).toBe(folder);
  });

  it('takes the first that exists and does not go on when that one is broken', () => {
    const broken = join(folder, 'broken.node');
    const other = join(folder, 'other.node');
    writeFileSync(broken, '');
    writeFileSync(other, '');
    const tried: string[] = [];
    const load = (path: string): never => {
      tried.push(path);
      throw new Error('invalid ELF header');
    };
    const loaded = loadFrom([join(folder, 'none.node'), broken, other], load);
    expect(loaded).toMatchObject({ broken, cause: { message: 'invalid ELF header' } });
    expect(tried).toEqual([broken]);
  });

  it('refuses a binary that speaks another version of the interface', () => {
    const path = join(folder, 'old.node');
    writeFileSync(path, '');
    expect(loadFrom([path], () => ({ abi: abi + 1 }))).toMatchObject({
      cause: { message: `it has version ${abi + 1} of the binary interface, not ${abi}` },
    });
  });

  it('says where it looked when there is none', () => {
    expect(loadFrom(candidates(folder))).toEqual({ missing: candidates(folder) });
  });
});

describe('a binary that cannot be had', () => {
  it('is an error that says what to do', () => {
    const error = loadError({ missing: ['/a', '/b'] });
    expect(error.code).toBe('ERR_BINARY_NOT_FOUND');
    expect(error.message).toMatch(/looked for \/a and \/b\. In a checkout run "npm ci"/);
  });

  it('is an error with the loader’s own words when it is there', () => {
    const cause = new Error('invalid ELF header');
    const error = loadError({ broken: '/a', cause });
    expect(error).toMatchObject({ code: 'ERR_BINARY_LOAD_FAILED', cause });
    expect(error.message).toMatch(/binary \/a does not load: invalid ELF header/);
    expect(loadError({ broken: '/a', cause: 'odd' }).message).toMatch(/does not load: odd\./);
  });

  it('leaves the default backend a place to be kept in', () => {
    const shared = sharedOf({ missing: [] });
    shared.defaultBackend = 'embedded';
    expect(sharedOf({ missing: [] })).toBe(shared);
  });
});
