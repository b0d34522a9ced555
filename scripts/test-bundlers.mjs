// npm run test:bundlers: a program that each bundler of test/bundlers makes of the packed tarball, run in an empty
// folder: with the binary where the recipe puts it, and without any. The last line counts.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm, pack } from './installed-package.mjs';
import { quiet, root, run } from './run.mjs';
import { one, Tally } from './tally.mjs';

const app = root('build/bundlers/app');
const bin = (path, ...args) => [process.execPath, `node_modules/${path}`, ...args];
const node = (file) => [process.execPath, file];

/** `build` runs in the application's folder; each of `programs` in a copy of `out`. */
const recipes = {
  esbuild: { build: node('esbuild/build.mjs'), programs: [node('app.cjs'), node('app.mjs')] },
  rollup: {
    build: bin('rollup/dist/bin/rollup', '-c', 'rollup/rollup.config.mjs'),
    programs: [node('app.cjs'), node('app.mjs')],
  },
  tsup: {
    build: bin('tsup/dist/cli-default.js', '--config', 'tsup/tsup.config.mjs'),
    programs: [node('app.cjs'), node('app.mjs')],
  },
  nft: { build: node('nft/build.mjs'), programs: [node('app.mjs')], isWhole: true },
  sea: { build: node('sea/build.mjs'), programs: [['./app']], isWhole: true },
};

run(process.execPath, [root('scripts/build.mjs')]);
rmSync(app, { recursive: true, force: true });
cpSync(root('test/bundlers'), app, { recursive: true });
const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
npm(['ci', ...options], { ...quiet, cwd: app });
npm(['install', '--no-save', ...options, `./${pack(app)}`], { ...quiet, cwd: app });

const tally = new Tally();
const env = { ...process.env };
for (const name of ['RX_OUTLOOK_BACKEND', 'RX_OUTLOOK_BINARY']) delete env[name];

function attempt(title, cwd, [command, ...args], isRight = () => true) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
  });
  const isFine = status === 0 && isRight(stdout);
  tally.report(title, one(isFine), `${stdout}${stderr}${error?.message ?? ''}`);
  return isFine;
}

for (const [name, { build, programs, isWhole = false }] of Object.entries(recipes)) {
  if (!attempt(`${name} bundles`, app, build)) continue;
  const empty = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  mkdirSync(empty, { recursive: true });
  cpSync(`${app}/out/${name}`, empty, { recursive: true });
  const last = (program) => program.at(-1);
  for (const program of programs) {
    attempt(`${name}, ${last(program)} runs`, empty, program, (said) => said === 'online known\n');
  }
  rmSync(`${empty}/rx-outlook.node`, { force: true });
  for (const program of isWhole ? [] : programs) {
    attempt(`${name}, ${last(program)} says what is missing`, empty, program, (said) =>
      /^ERR_BINARY_NOT_FOUND rx-outlook was bundled.*\n(.*\n)+unknown no-binary\n$/.test(said),
    );
  }
  rmSync(empty, { recursive: true });
}
tally.close();
