import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { loadError } from '../../lib/environment.js';
import { candidates, places } from '../../lib/places.js';
import { platform } from '../../lib/platforms.js';
import { reasonOf } from '../../lib/reasons.js';

const target = platform();

describe('the places of the binary', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'rx-outlook-')));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** What a bundle of lib/places.ts alone says of itself. */
  async function bundled(format: 'cjs' | 'esm', before = ''): Promise<ReturnType<typeof places>> {
    const outfile = join(folder, format === 'cjs' ? 'out.cjs' : 'out.mjs');
    const file = JSON.stringify(resolve('dist/cjs/lib/places.js'));
    const contents = `${before} console.log(JSON.stringify(require(${file}).places()));`;
    await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      platform: 'node',
      format,
      outfile,
    });
    return run(outfile);
  }

  function run(file: string): ReturnType<typeof places> {
    return JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' })) as never;
  }

  it('are those of the checkout here', () => {
    expect(places().paths).toEqual(candidates(resolve('.')));
  });

  it('are beside Electron’s archive before they are in it', async () => {
    await bundled('esm');
    const archive = join(folder, 'app.asar');
    mkdirSync(archive);
    renameSync(join(folder, 'out.mjs'), join(archive, 'out.mjs'));
    expect(run(join(archive, 'out.mjs')).paths.slice(0, 2)).toEqual([
      join(`${archive}.unpacked`, 'rx-outlook.node'),
      join(archive, 'rx-outlook.node'),
    ]);
  });

  it.each(['cjs', 'esm'] as const)(
    'are beside a bundle of %s, and nowhere above it',
    async (format) => {
      expect(await bundled(format)).toEqual({
        paths: [
          join(folder, 'rx-outlook.node'),
          join(folder, 'prebuilds', target, 'rx-outlook.node'),
        ],
        why: 'bundled',
      });
    },
  );

  it.each(['Error.stackTraceLimit = 0;', 'Error.prepareStackTrace = () => 7;'])(
    'are found with %s',
    async (before) => {
      expect((await bundled('esm', before)).paths[0]).toBe(join(folder, 'rx-outlook.node'));
    },
  );

  it.each([
    ['that is evaluated', (code: string) => `(0, eval)(${JSON.stringify(code)});`],
    ['with a frozen Error', (code: string) => `Object.freeze(Error); ${code}`],
  ])('are absolute in a bundle %s', async (_, changed) => {
    await bundled('cjs');
    const file = join(folder, 'out.cjs');
    const code = `var module = {}; ${readFileSync(file, 'utf8')}`;
    const changedFile = join(folder, 'changed.mjs');
    writeFileSync(changedFile, changed(code));
    const { paths } = run(changedFile);
    expect(paths[0]).toBe(join(dirname(process.execPath), 'rx-outlook.node'));
  });

  it.each([
    ['are where a tool has put its copy', '"/native/"', 'native/prebuilds'],
    ['are not where a path leads out of the bundle', '"/../native/"', undefined],
  ])('%s', async (_, written, expected) => {
    await bundled('cjs');
    const file = join(folder, 'out.cjs');
    const code = readFileSync(file, 'utf8').replace(
      '"/../../../prebuilds/"',
      `${written} + "prebuilds/"`,
    );
    writeFileSync(file, code);
    const copy = expected === undefined ? [] : [join(folder, expected, target, 'rx-outlook.node')];
    const beside = ['rx-outlook.node', join('prebuilds', target, 'rx-outlook.node')];
    expect(run(file).paths).toEqual([...copy, ...beside.map((path) => join(folder, path))]);
  });

  it('tell a platform that the package has no binary for from one whose binary is missing', () => {
    const why = (arch: string): unknown => {
      const script = `
        Object.defineProperty(process, 'arch', { value: '${arch}' });
        console.log(JSON.stringify(require('./dist/cjs/lib/places.js').places().why ?? null));`;
      return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
    };
    expect(why(process.arch)).toBeNull();
    expect(why('riscv64')).toBe('platform');
  });
});

describe('the error of a binary that is missing', () => {
  it('says of a bundle that it is one, where it looked, and the two lines that help', () => {
    const error = loadError({ missing: ['/out/rx-outlook.node'], why: 'bundled' });
    expect(error.message.split('\n')).toEqual([
      `rx-outlook was bundled without its native binary for ${target}; looked for ` +
        '/out/rx-outlook.node. Either copy the file beside the bundle when you build:',
      `  cp node_modules/rx-outlook/prebuilds/${target}/rx-outlook.node dist/`,
      'or name the file before the first use:',
      "  setBinary('/absolute/path/rx-outlook.node'); // or RX_OUTLOOK_BINARY in the environment",
      'node_modules/rx-outlook/docs/bundlers.md has the recipe for each bundler.',
    ]);
    expect(reasonOf(error)).toBe('no-binary');
  });

  it('is the reason unsupported only on a platform that the package has no binary for', () => {
    expect(reasonOf(loadError({ missing: ['/a'], why: 'platform' }))).toBe('unsupported');
    expect(reasonOf(loadError({ missing: ['/a'] }))).toBe('no-binary');
    expect(reasonOf(loadError({ missing: ['/a'], why: 'setBinary()' }))).toBe('no-binary');
  });
});
