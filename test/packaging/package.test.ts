import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { lacksBackend, missingBackend } from '../contract/built.js';

const exec = promisify(execFile);
/** On Windows npm is a batch file, which Node starts in a shell alone; the script behind it lies beside Node. */
const npm =
  process.platform === 'win32'
    ? [process.execPath, join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js')]
    : ['npm'];
const runNpm = (args: readonly string[], options = {}) => {
  const [command = 'npm', ...first] = npm;
  return exec(command, [...first, ...args], { ...options, encoding: 'utf8' });
};
const target = `${process.platform}-${process.arch}`;
const binary = `prebuilds/${target}/rx-outlook.node`;

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

describe('the packed tarball, installed in an empty folder without scripts', () => {
  let folder: string;
  let packed: Packed;

  /** Standard output, once there was nothing on standard error. */
  async function node(...args: string[]): Promise<string> {
    const env = { ...process.env };
    delete env['RX_OUTLOOK_BACKEND'];
    const { stdout, stderr } = await exec(process.execPath, args, { cwd: folder, env });
    expect(stderr).toBe('');
    return stdout;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
    // Without prepare, which would build dist/ anew under the other tests.
    const { stdout } = await runNpm([
      'pack',
      '--ignore-scripts',
      '--json',
      '--pack-destination',
      folder,
    ]);
    [packed] = JSON.parse(stdout) as [Packed];
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    cpSync(resolve('test/packaging/fixtures'), folder, { recursive: true });
    await runNpm(
      [
        'install',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--prefer-offline',
        `./${packed.filename}`,
        `rxjs@${devDependencies['rxjs'] ?? ''}`,
      ],
      { cwd: folder },
    );
  }, 300_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the files that test/packaging/files.txt lists, and no others', () => {
    const paths = packed.files.map(({ path }) => path);
    const listed = readFileSync('test/packaging/files.txt', 'utf8').trimEnd().split('\n');
    // A checkout has its own binary, and those of a release that it has built.
    const known = new Set([...listed, binary]);
    const lacking = listed.filter(
      (path) => !path.startsWith('prebuilds/') && !paths.includes(path),
    );
    expect({
      unlisted: paths.filter((path) => !known.has(path)),
      lacking,
      remedy: 'If each belongs to what users install, or not any more: npm run packed',
    }).toEqual({ unlisted: [], lacking: [], remedy: expect.any(String) as string });
    expect(paths).toContain(binary);
  });

  it('has no source maps, no tests, no sources, and nothing that npm would build', () => {
    const listed = readFileSync('test/packaging/files.txt', 'utf8');
    expect(listed).not.toMatch(/\.map$|(?<!\.d)\.c?ts$|\btests?\b(?!ing)|\.gyp|CMake|\.cc$|\.h$/m);
    const installed = join(folder, 'node_modules/rx-outlook');
    const code = packed.files.filter(({ path }) => /\.c?[jt]s$/.test(path));
    expect(code.length).toBeGreaterThan(100);
    for (const { path } of code) {
      expect([path, readFileSync(join(installed, path), 'utf8')]).not.toEqual([
        path,
        expect.stringContaining('sourceMappingURL'),
      ]);
    }
  });

  it('has the binary that these sources make', async () => {
    const check = resolve('scripts/check-prebuilds.mjs');
    await expect(node(check, join(folder, 'node_modules/rx-outlook'), target)).resolves.toBe('');
  });

  it('has no script that npm runs at who installs it, and no dependency but what the command needs', () => {
    const { scripts, dependencies, peerDependencies, ...rest } = JSON.parse(
      readFileSync(join(folder, 'node_modules/rx-outlook/package.json'), 'utf8'),
    ) as Record<string, Record<string, string>>;
    // Of what npm runs by itself: when a checkout is made or published, never in an installed package.
    const byItself =
      /^(pre|post)?(install|uninstall|prepare|publish|pack|version|shrinkwrap)$|^(prepublishOnly|dependencies)$/;
    expect(Object.keys(scripts ?? {}).filter((name) => byItself.test(name))).toEqual([
      'prepare',
      'prepublishOnly',
    ]);
    expect(Object.keys(dependencies ?? {})).toEqual(['commander', 'tty-strings']);
    expect(Object.keys(peerDependencies ?? {})).toEqual(['rxjs']);
    for (const other of [
      'optionalDependencies',
      'bundleDependencies',
      'bundledDependencies',
      'gypfile',
    ]) {
      expect(rest).not.toHaveProperty(other);
    }
  });

  it('brings itself, what the command needs, RxJS and what RxJS needs, and no scripts with them', () => {
    const modules = join(folder, 'node_modules');
    const packages = readdirSync(modules).filter((name) => !name.startsWith('.'));
    expect(packages).toEqual(['commander', 'rx-outlook', 'rxjs', 'tslib', 'tty-strings']);
    const { packages: locked } = JSON.parse(
      readFileSync(join(folder, 'package-lock.json'), 'utf8'),
    ) as { packages: Record<string, { hasInstallScript?: boolean }> };
    expect(Object.keys(locked)).toEqual(['', ...packages.map((name) => `node_modules/${name}`)]);
    expect(Object.values(locked).filter((one) => one.hasInstallScript)).toEqual([]);
  });

  it('takes no binary from the current folder', async () => {
    const planted = ['build/Release', `prebuilds/${target}`];
    for (const place of planted) {
      mkdirSync(join(folder, place), { recursive: true });
      writeFileSync(join(folder, place, 'rx-outlook.node'), 'planted');
    }
    await expect(node('commonjs.cjs')).resolves.toBe('partial 0\n');
    for (const place of ['build', 'prebuilds']) rmSync(join(folder, place), { recursive: true });
  }, 60_000);

  it('runs from a CommonJS script', async () => {
    await expect(node('commonjs.cjs')).resolves.toBe('partial 0\n');
  }, 60_000);

  it('runs from an ESM script', async () => {
    await expect(node('module.mjs')).resolves.toBe('partial 0\n');
  }, 60_000);

  it('is one for both, with one binary, one table and one default backend', async () => {
    expect(JSON.parse(await node('both.mjs'))).toEqual({
      isOne: true,
      binaries: 1,
      registrations: [2, 2],
      seen: ['online', 'online', 'offline', 'offline'],
    });
  }, 60_000);

  (lacksBackend ? it : it.skip)(
    'shares one binary between its ES modules and CommonJS, for those who take both',
    async () => {
      const script = `
      const cjs = require('rx-outlook');
      import('./node_modules/rx-outlook/dist/esm/lib/index.js').then((esm) => {
        cjs.setDefaultBackend('${missingBackend}');
        const binaries = Object.keys(require.cache).filter((path) => path.endsWith('.node'));
        esm.connectionState$('Work').subscribe({ error: ({ message }) => {
          console.log(esm === cjs, binaries.length, message.includes("no backend '${missingBackend}'"));
        } });
      });`;
      await expect(node('-e', script)).resolves.toBe('false 1 true\n');
    },
    60_000,
  );

  it('shares one binary between two copies of the package', async () => {
    cpSync(join(folder, 'node_modules/rx-outlook'), join(folder, 'copy'), { recursive: true });
    const script = `
      const [one, two] = [require('rx-outlook'), require('./copy/dist/cjs/lib/index.js')];
      const { embeddedOutlook } = require('./copy/dist/cjs/testing/index.js');
      const outlook = embeddedOutlook({ profiles: ['Work'] });
      one.setDefaultBackend('embedded');
      const subscription = two.connectionState$('Work').subscribe((state) => {
        const binaries = Object.keys(require.cache).filter((path) => path.endsWith('.node'));
        console.log(state, binaries.length, one.diagnostics().registrations);
        subscription.unsubscribe();
      });`;
    await expect(node('-e', script)).resolves.toBe('online 1 1\n');
  }, 60_000);

  it('shares one binary between a copy in the main thread and another one in a worker', async () => {
    cpSync(join(folder, 'node_modules/rx-outlook'), join(folder, 'another'), { recursive: true });
    const script = `
      const { Worker } = require('node:worker_threads');
      const { embeddedOutlook } = require('rx-outlook/testing');
      const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
      const body = \`
        const { connectionState$ } = require('./another/dist/cjs/lib/index.js');
        const { parentPort } = require('node:worker_threads');
        connectionState$('Work', { backend: 'embedded' }).subscribe({
          next: (state) => parentPort.postMessage(state),
          error: (error) => parentPort.postMessage(error.message),
        });\`;
      const worker = new Worker(body, { eval: true });
      worker.once('message', (said) => {
        console.log(said, outlook.registrations());
        worker.terminate();
      });`;
    await expect(node('-e', script)).resolves.toBe('online 1\n');
  }, 60_000);

  it('has the command, which npx finds', async () => {
    const env = { ...process.env, npm_config_offline: 'true' };
    const { stdout, stderr } = await runNpm(['exec', '--', 'rx-outlook', '--help'], {
      cwd: folder,
      env,
    });
    expect(stdout).toContain('npx rx-outlook watch --backend bridge');
    expect(stderr.replaceAll(/^npm warn .*\n/gm, '')).toBe('');
  }, 60_000);

  it('helps without RxJS and without the binary, and says which one is missing', async () => {
    const bare = join(folder, 'bare');
    cpSync(join(folder, 'node_modules/rx-outlook'), join(bare, 'node_modules/rx-outlook'), {
      recursive: true,
    });
    cpSync(join(folder, 'node_modules/commander'), join(bare, 'node_modules/commander'), {
      recursive: true,
    });
    rmSync(join(bare, 'node_modules/rx-outlook/prebuilds'), { recursive: true });
    const command = join(bare, 'node_modules/rx-outlook/dist/cjs/cli/main.js');
    const loaded = `
      process.on('exit', () => {
        const names = Object.keys(require.cache).filter((path) => /rxjs|\\.node$/.test(path));
        if (names.length > 0) console.log(names);
      });
      process.argv.splice(1, 0, ${JSON.stringify(command)});
      require(${JSON.stringify(command)});`;
    await expect(node('-e', loaded, '--', '--version')).resolves.toMatch(/^\d+\.\d+\.\d+\n$/);
    await expect(node(command, 'watch')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^rx-outlook: rx-outlook has no native binary/) as string,
    });
  }, 60_000);

  it.each([
    ['node16', 'node16', 'typed.cts'],
    ['node16', 'node16', 'typed.mts'],
    ['bundler', 'esnext', 'typed.ts'],
  ])(
    'compiles under moduleResolution %s with module %s: %s',
    async (moduleResolution, module, file) => {
      cpSync(join(folder, 'consumer.ts'), join(folder, file));
      const output = `out-${moduleResolution}-${file.replace('.', '-')}`;
      const tsc = resolve('node_modules/typescript/bin/tsc');
      const types = resolve('node_modules/@types');
      await node(
        tsc,
        ...['--strict', '--target', 'es2022', '--skipLibCheck', 'false', '--types', 'node'],
        ...['--typeRoots', types, '--outDir', output],
        ...['--moduleResolution', moduleResolution, '--module', module, file],
      ).catch((error: unknown) => {
        throw new Error((error as { stdout: string }).stdout);
      });
      const emitted = file.replace('ts', 'js');
      // What a bundler would make of it, Node takes as a module when told so.
      if (moduleResolution === 'bundler') {
        writeFileSync(join(folder, output, 'package.json'), '{ "type": "module" }');
      }
      await expect(node(join(output, emitted))).resolves.toBe(
        'online\nERR_OFFLINE_OBJECT_CLOSED\n',
      );
    },
    60_000,
  );
});
