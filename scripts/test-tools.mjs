// npm run test:tools: the installed package under the oldest TypeScript that it supports and the newest of the line
// that builds it, by each module resolution and with every declaration checked; and what Bun's bundler makes of it.
// All are from npm and stay in build/runtimes. The last line counts.
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { installPackage } from './installed-package.mjs';
import { root, run, tool } from './run.mjs';
import { fetchPackage, fetchRuntime } from './runtimes/programs.mjs';
import { one, Tally } from './tally.mjs';

const { devDependencies } = JSON.parse(readFileSync(root('package.json'), 'utf8'));
/** README.md and docs/support.md state the oldest. */
const lines = ['5.2', devDependencies.typescript];
const resolutions = [
  ['node10', 'commonjs', 'ts'],
  ['node16', 'node16', 'mts'],
  ['node16', 'node16', 'cts'],
  ['nodenext', 'nodenext', 'mts'],
  ['nodenext', 'nodenext', 'cts'],
  ['bundler', 'esnext', 'ts'],
];

const app = root('build/tools/app');
const fixtures = root('test/packaging/fixtures');
const tally = new Tally();

/** What a command writes, or undefined when it fails: then that is a part of the report. */
function attempt(title, command, args, isRight = () => true) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: app,
    encoding: 'utf8',
  });
  const isFine = status === 0 && isRight(stdout);
  tally.report(title, one(isFine), `${stdout}${stderr}${error?.message ?? ''}`);
  return isFine;
}

run(process.execPath, [root('scripts/build.mjs')]);
installPackage(app);
cpSync(fixtures, app, { recursive: true });

for (const line of lines) {
  const { version, path } = fetchPackage('typescript', 'typescript', line);
  for (const [resolution, module, extension] of resolutions) {
    const files = ['consumer', 'declared'].map((name) => {
      const file = `${name}.${extension}`;
      cpSync(`${fixtures}/${name}.ts`, `${app}/${file}`);
      return file;
    });
    // TypeScript 6 calls node10 deprecated, and still has it.
    const isSilenced = resolution === 'node10' && version.startsWith('6.');
    attempt(`TypeScript ${version}, ${resolution}, .${extension}`, process.execPath, [
      `${path}/bin/tsc`,
      ...['--noEmit', '--strict', '--target', 'es2022', '--skipLibCheck', 'false'],
      ...['--ignoreConfig'].filter(() => version.startsWith('6.')),
      ...['--types', 'node', '--typeRoots', tool('@types')],
      ...['--moduleResolution', resolution, '--module', module],
      ...(isSilenced ? ['--ignoreDeprecations', '6.0'] : []),
      ...files,
    ]);
  }
}

const { version, program } = fetchRuntime('bun');
const expected = `${Array(5).fill('function').join(' ')}\n`;
for (const entry of ['mjs', 'cjs']) {
  for (const target of ['bun', 'node']) {
    for (const format of ['esm', 'cjs']) {
      const name = `bundled by Bun ${version} from .${entry} for ${target} as ${format}`;
      const file = `bundled/${entry}-${target}.${format === 'esm' ? 'mjs' : 'cjs'}`;
      const options = [`--target=${target}`, `--format=${format}`, `--outfile=${file}`];
      if (!attempt(name, program, ['build', `bundled.${entry}`, ...options])) continue;
      const runner = target === 'bun' ? program : process.execPath;
      attempt(`${name}, run`, runner, [file], (stdout) => stdout === expected);
    }
  }
}
tally.close();
