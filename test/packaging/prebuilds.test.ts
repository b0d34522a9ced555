import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { platforms } from '../../lib/platforms.js';

const addin = 'rx-outlook-addin.dll';
const addons = [
  ...['linux-x64', 'linux-arm64', 'linux-x64-musl', 'linux-arm64-musl'],
  ...['darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'],
];
const all = [...addons, 'win32-ia32'];
const own = `prebuilds/${process.platform}-${process.arch}/rx-outlook.node`;

describe('the check that npm publish makes of the binaries', () => {
  let folder: string;

  const pathOf = (target: string, file = 'rx-outlook.node') =>
    join(folder, 'prebuilds', target, file);

  function put(path: string, binary: Buffer) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, binary);
  }

  /** A binary that carries another digest. */
  function changed(): Buffer {
    const binary = readFileSync(own, 'latin1');
    return Buffer.from(
      binary.replace(/(rx-outlook sources )[0-9a-f]{64}/, `$1${'0'.repeat(64)}`),
      'latin1',
    );
  }

  function check(...targets: string[]) {
    const args = ['scripts/check-prebuilds.mjs', folder, ...targets];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { status, said: stderr.split('\n').slice(0, -1) };
  }

  it('asks for a binary of each platform that the loader knows', () => {
    expect(platforms).toEqual(addons);
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
    const binary = readFileSync(own);
    for (const target of addons) put(pathOf(target), binary);
    for (const target of ['win32-x64', 'win32-ia32']) put(pathOf(target, addin), binary);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('passes when all are of these sources', () => {
    expect(check(...all)).toEqual({ status: 0, said: [] });
  });

  it.each([
    ['win32-x64', 'npm run build:windows'],
    ['darwin-arm64', 'npm run build:all -- darwin-arm64'],
  ])('names the one of %s when that is missing, and what makes it', (target, command) => {
    rmSync(pathOf(target));
    const said = [expect.stringContaining(`${pathOf(target)} is missing. Run "${command}"`)];
    expect(check(...all)).toEqual({ status: 1, said });
    expect(check('linux-x64')).toEqual({ status: 0, said: [] });
  });

  it.each(['win32-x64', 'win32-ia32'])('names the add-in of %s when that is missing', (target) => {
    const path = pathOf(target, addin);
    rmSync(path);
    const said = [expect.stringContaining(`${path} is missing. Run "npm run build:windows"`)];
    expect(check(...all)).toEqual({ status: 1, said });
    expect(check(target)).toEqual({ status: 1, said });
  });

  it('names all that are missing when nothing has been built', () => {
    rmSync(join(folder, 'prebuilds'), { recursive: true });
    expect(check().said).toHaveLength(10);
  });

  it.each([
    ['of other sources', changed],
    ['of no known sources', () => Buffer.from('rx-outlook sources unknown')],
  ])('names one that is %s, and what makes it anew', (_, binary) => {
    put(pathOf('linux-x64'), binary());
    const said = [expect.stringMatching(/linux-x64.* is not built from .* Run "npm run build" /)];
    expect(check(...all)).toEqual({ status: 1, said });
    expect(check('linux-x64')).toEqual({ status: 1, said });
    expect(check('win32-x64')).toEqual({ status: 0, said: [] });
  });

  it('names one that no release has', () => {
    put(pathOf('sunos-sparc'), readFileSync(own));
    expect(check().said).toContainEqual(
      expect.stringContaining('sunos-sparc is not part of a release. Remove it.'),
    );
    expect(check(...all)).toEqual({ status: 0, said: [] });
  });

  it('names those that are for another platform than their folder says', () => {
    const here = `${process.platform}-${process.arch}`;
    const { said } = check();
    for (const target of all.filter((one) => !one.startsWith(here))) {
      const made = new RegExp(`/${target}/\\S+ is made for ${here}\\. Run`);
      expect(said).toContainEqual(expect.stringMatching(made));
    }
  });
});
