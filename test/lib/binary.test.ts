import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import type * as LoadFile from '../../lib/load.js';
import { abi } from '../../lib/binary.cjs';
import { candidates, load, loadFrom, packageRoot, type Loaded } from '../../lib/load.js';
import { environment, loadError, shared, sharedOf } from '../../lib/environment.js';
import { runScript } from '../fixtures/runScript.js';

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
    const platform = `${process.platform}-${process.arch}`;
    expect(second).toBe(join(folder, 'prebuilds', platform, 'rx-outlook.node'));
  });

  it('begins at the package’s own folder, from wherever in it a build lies', () => {
    const root = resolve('.');
    expect(packageRoot(join(root, 'dist', 'cjs', 'lib'))).toBe(root);
    // Copied out of its package, a file has only its own place to begin at.
    expect(packageRoot(folder)).toBe(folder);
  });

  it.each([
    ['without blanks', '{"name":"rx-outlook","version":"0.1.0"}'],
    ['with tabs and other ends of lines', '{\r\n\t"name"\t:\r\n\t\t"rx-outlook"\r\n}\r\n'],
    ['with a byte order mark', '\uFEFF{ "name": "rx-outlook" }'],
    ['with the name last', '{"version":"0.1.0","exports":{"name":"other"},"name":"rx-outlook"}'],
    ['with an escaped name', '{"name":"\\u0072x-outlook"}'],
  ])('knows the package by a manifest %s', (_, manifest) => {
    writeFileSync(join(folder, 'package.json'), manifest);
    expect(packageRoot(join(folder, 'any', 'where'))).toBe(folder);
  });

  it.each([
    ['that is half written', '{ "name": "rx-outlook", "vers'],
    ['that only speaks of the package', '{"name":"app","build":{"name": "rx-outlook"}}'],
    ['that is no object', 'null'],
    ['that is empty', ''],
  ])('is not led astray by a manifest %s', (_, manifest) => {
    writeFileSync(join(folder, 'package.json'), manifest);
    const start = join(folder, 'any', 'where');
    expect(packageRoot(start)).toBe(start);
    // Where the build lies as it was packed, the package is known by that.
    expect(packageRoot(join(folder, 'dist', 'cjs', 'lib'))).toBe(folder);
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

  it('loads none whose end is missing, which would end the process', () => {
    const path = join(folder, 'half.node');
    const first = load() as Extract<Loaded, { path: string }>;
    const whole = readFileSync(first.path);
    const toLoad = jest.fn(() => ({ abi }));
    for (const length of [64, whole.length >> 1, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, length));
      expect(loadFrom([path], toLoad)).toMatchObject({
        broken: path,
        cause: { message: `it lacks its last ${whole.length - length} bytes` },
      });
    }
    expect(toLoad).not.toHaveBeenCalled();
    writeFileSync(path, whole);
    expect(loadFrom([path], toLoad)).toEqual({ binary: { abi }, path });
  });

  it('passes over what may not be read, and tells of it when there is nothing else', () => {
    const [secret, open] = [join(folder, 'secret.node'), join(folder, 'open.node')];
    writeFileSync(secret, '');
    writeFileSync(open, '');
    const toLoad = (path: string): unknown => {
      if (path === secret) throw Object.assign(new Error('denied'), { code: 'ERR_ACCESS_DENIED' });
      return { abi };
    };
    expect(loadFrom([secret, open], toLoad)).toEqual({ binary: { abi }, path: open });
    const denied = loadFrom([join(folder, 'none.node'), secret], toLoad);
    expect(denied).toMatchObject({ broken: secret, cause: { code: 'ERR_ACCESS_DENIED' } });
    expect(loadError(denied as Exclude<Loaded, { binary: unknown }>).message).toMatch(
      `(--allow-fs-read=${secret})`,
    );
  });

  it('refuses a binary that speaks another version of the interface', () => {
    const path = join(folder, 'old.node');
    writeFileSync(path, '');
    expect(loadFrom([path], () => ({ abi: abi + 1 }))).toMatchObject({
      cause: { message: `it has version ${abi + 1} of the binary interface, not ${abi}` },
    });
  });

  it('takes one that speaks the same', () => {
    const path = join(folder, 'same.node');
    writeFileSync(path, '');
    expect(loadFrom([path], () => ({ abi }))).toEqual({ binary: { abi }, path });
  });

  it('says where it looked when there is none', () => {
    expect(loadFrom(candidates(folder))).toEqual({ missing: candidates(folder) });
  });
});

describe('the binary of a thread', () => {
  const name = `rx-outlook.binary.${abi}`;
  const copies = globalThis as Record<symbol, unknown>;
  const first = load() as Extract<Loaded, { path: string }>;
  const byAnotherCopy = (): Loaded => {
    let loaded!: Loaded;
    jest.isolateModules(() => {
      loaded = jest.requireActual<typeof LoadFile>('../../lib/load.js').load();
    });
    return loaded;
  };
  afterEach(() => {
    copies[Symbol.for(name)] = first;
    setEnvironmentData(name, first.path);
  });

  it('is loaded once, for every copy of the package', () => {
    expect(first.binary.abi).toBe(abi);
    expect(load()).toBe(first);
    expect(byAnotherCopy()).toBe(first);
    expect(environment()).toBe(environment());
    expect(shared()).toBe(sharedOf(first));
  });

  it('is that of the thread it was started from, before all others', () => {
    expect(getEnvironmentData(name)).toBe(first.path);
    const inherited = resolve('package.json'); // no binary
    Reflect.deleteProperty(copies, Symbol.for(name));
    setEnvironmentData(name, inherited);
    expect(byAnotherCopy()).toMatchObject({ broken: inherited });
    // One that does not load is left to nobody.
    expect([copies[Symbol.for(name)], getEnvironmentData(name)]).toEqual([undefined, inherited]);
  });

  it('is looked for where there is no such thread, and left to those that are started', () => {
    Reflect.deleteProperty(copies, Symbol.for(name));
    setEnvironmentData(name, undefined);
    const found = byAnotherCopy();
    expect(found).toEqual(first);
    expect(copies[Symbol.for(name)]).toBe(found);
    expect(getEnvironmentData(name)).toBe(first.path);
  });
});

describe('a binary that cannot be had', () => {
  it('is an error that says what to do', () => {
    const error = loadError({ missing: ['/a', '/b'] });
    expect(error).toMatchObject({ code: 'ERR_BINARY_NOT_FOUND', operation: 'load' });
    expect(error.message).toBe(
      `rx-outlook has no native binary for ${process.platform}-${process.arch}; looked for /a and /b. ` +
        'In a checkout run "npm ci", which builds it; elsewhere install rx-outlook on a platform ' +
        'that its README lists.',
    );
  });

  it('is an error with the loader’s own words when it is there', () => {
    const cause = new Error('invalid ELF header');
    const error = loadError({ broken: '/a', cause });
    expect(error).toMatchObject({ code: 'ERR_BINARY_LOAD_FAILED', operation: 'load', cause });
    expect(error.message).toBe(
      "rx-outlook's native binary /a does not load: invalid ELF header. If it was built for another " +
        'system, reinstall rx-outlook, or run "npm ci" in a checkout.',
    );
    expect(loadError({ broken: '/a', cause: 'odd' }).message).toMatch(/does not load: odd\./);
  });

  it('is an error that names --no-addons where that is why it does not load', async () => {
    const { stdout } = await runScript(
      `require('rx-outlook').connectionState$('Work', { backend: 'embedded' }).subscribe({
        error: ({ code, message }) => console.log(code, message),
      });`,
      { args: ['--no-addons'] },
    );
    expect(stdout).toMatch(
      /^ERR_BINARY_LOAD_FAILED .* loading addons is disabled\. Start Node\.js without --no-addons/,
    );
  });

  it.each([
    ['EMFILE', 'EMFILE: too many open files, open /a'],
    ['ENFILE', 'ENFILE: file table overflow, open /a'],
    ['ENFILE', 'ENFILE, by a text that nobody knows'],
    ['ENOMEM', 'ENOMEM: not enough memory, read'],
    ['ERR_DLOPEN_FAILED', '/a: cannot open shared object file: Too many open files in system'],
    ['ERR_DLOPEN_FAILED', 'libstdc++.so.6: failed to map segment: Cannot allocate memory'],
    [undefined, 'out of memory'],
  ])('is an error of a limit where that is why it cannot be read: %s, %s', (code, text) => {
    const cause = Object.assign(new Error(text), { code });
    expect(loadError({ broken: '/a', cause })).toMatchObject({
      code: 'ERR_OUT_OF_RESOURCES',
      operation: 'load',
      cause,
    });
  });

  it('is none of a limit for an errno that is none, whatever the path says', () => {
    const cause = Object.assign(new Error("EIO: i/o error, open '/out of memory'"), {
      code: 'EIO',
    });
    expect(loadError({ broken: '/out of memory', cause }).code).toBe('ERR_BINARY_LOAD_FAILED');
  });

  it('leaves the default backend a place to be kept in', () => {
    const shared = sharedOf({ missing: [] });
    shared.defaultBackend = 'embedded';
    expect(sharedOf({ missing: [] })).toBe(shared);
    const key = Symbol.for(`rx-outlook.environment.${String(abi)}`);
    expect((globalThis as Record<symbol, unknown>)[key]).toBe(shared);
  });
});
