import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { loadError } from '../../lib/environment.js';
import { candidates, places } from '../../lib/places.cjs';
import { reasonOf } from '../../lib/reasons.js';

const target = `${process.platform}-${process.arch}`;

describe('the places of the binary', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'rx-outlook-')));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** What a bundle of lib/places.cts alone says of itself. */
  async function bundled(format: 'cjs' | 'esm', before = ''): Promise<ReturnType<typeof places>> {
    const outfile = join(folder, format === 'cjs' ? 'out.cjs' : 'out.mjs');
    const file = JSON.stringify(resolve('dist/cjs/lib/places.cjs'));
    const contents = `${before} console.log(JSON.stringify(require(${file}).places()));`;
    await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      platform: 'node',
      format,
      outfile,
    });
    return JSON.parse(execFileSync(process.execPath, [outfile], { encoding: 'utf8' })) as never;
  }

  it('are those of the checkout here', () => {
    expect(places().paths).toEqual(candidates(resolve('.')));
  });

  it('are beside Electron’s archive before they are in it', () => {
    const root = join(folder, 'app.asar', 'node_modules', 'rx-outlook');
    const packaged = join(root, 'prebuilds', target, 'rx-outlook.node');
    expect(candidates(root).slice(1)).toEqual([
      packaged.replace('app.asar', 'app.asar.unpacked'),
      packaged,
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

  it('tell a platform that the package has no binary for from a package without binaries', () => {
    cpSync(resolve('dist/cjs/lib'), join(folder, 'lib'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "name": "rx-outlook" }');
    const why = (): unknown =>
      JSON.parse(
        execFileSync(
          process.execPath,
          ['-p', `JSON.stringify(require('./lib/places.cjs').places().why ?? null)`],
          { cwd: folder, encoding: 'utf8' },
        ),
      );
    expect(why()).toBeNull();
    mkdirSync(join(folder, 'prebuilds', 'other-cpu'), { recursive: true });
    expect(why()).toBe('platform');
    mkdirSync(join(folder, 'prebuilds', target));
    expect(why()).toBeNull();
  });
});

describe('the error of a binary that is missing', () => {
  it('says of a bundle that it is one, where it looked, and the two lines that help', () => {
    const error = loadError({ missing: ['/out/rx-outlook.node'], why: 'bundled' });
    expect(error.message.split('\n')).toEqual([
      `rx-outlook was bundled without its native binary for ${target}; looked for ` +
        '/out/rx-outlook.node. Either copy the file beside the bundle when you build:',
      `  cp node_modules/rx-outlook/prebuilds/${target}/rx-outlook.node dist/`,
      'or name its place before the first use:',
      "  setBinary('/absolute/path/rx-outlook.node'); // or RX_OUTLOOK_BINARY in the environment",
      'docs/bundlers.md of rx-outlook has the recipe for each bundler.',
    ]);
    expect(reasonOf(error)).toBe('no-binary');
  });

  it('is the reason unsupported only on a platform that the package has no binary for', () => {
    expect(reasonOf(loadError({ missing: ['/a'], why: 'platform' }))).toBe('unsupported');
    expect(reasonOf(loadError({ missing: ['/a'] }))).toBe('no-binary');
    expect(reasonOf(loadError({ missing: ['/a'], why: 'setBinary()' }))).toBe('no-binary');
  });
});
