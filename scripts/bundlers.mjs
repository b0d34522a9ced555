// The recipes of test/bundlers, for scripts/test-bundlers.mjs: `builds` run in the application's folder, and each of
// `programs` runs in an empty folder with a copy of `out`. `binary` is what the recipe has put there, if it can be taken away.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { root } from './run.mjs';
import { fetchRuntime } from './runtimes/programs.mjs';

const bin = (path, ...args) => [process.execPath, `node_modules/${path}`, ...args];
const node = (file) => [process.execPath, file];
const both = [node('app.cjs'), node('app.mjs')];
const binary = 'rx-outlook.node';
const packaged = `prebuilds/${process.platform}-${process.arch}/${binary}`;

/** What each submission runs. */
export const small = {
  esbuild: { builds: [node('esbuild/build.mjs')], programs: both, binary },
  rollup: {
    builds: [bin('rollup/dist/bin/rollup', '-c', 'rollup/rollup.config.mjs')],
    programs: both,
    binary,
  },
  tsup: {
    builds: [bin('tsup/dist/cli-default.js', '--config', 'tsup/tsup.config.mjs')],
    programs: both,
    binary,
  },
  nft: { builds: [node('nft/build.mjs')], programs: [node('app.mjs')] },
  ncc: { builds: [['sh', 'ncc/build.sh']], programs: [node('index.mjs')], binary: packaged },
  sea: { builds: [node('sea/build.mjs')], programs: [['./app']] },
};

const webpack = (folder) => bin('webpack/bin/webpack.js', '-c', `${folder}/webpack.config.mjs`);
const yarn = [
  process.execPath,
  root('build/bundlers/night/node_modules/@yarnpkg/cli-dist/bin/yarn.js'),
];

/** What a night runs besides. */
export const night = {
  webpack: {
    builds: [webpack('webpack')],
    programs: [node('node.cjs'), node('electron-main.cjs')],
    binary: `native_modules/${packaged}`,
  },
  'webpack-copy': { builds: [webpack('webpack-copy')], programs: [node('app.cjs')], binary },
  vite: {
    builds: [bin('vite/bin/vite.js', 'build', '-c', 'vite/vite.config.mjs')],
    programs: [node('app.js')],
    binary,
  },
  asar: {
    builds: [node('asar/build.mjs'), node('asar/extract.mjs')],
    programs: [node('app.asar/app.mjs')],
  },
  next: {
    builds: [bin('next/dist/bin/next', 'build', 'next')],
    out: 'next/.next/standalone',
    programs: [node(root('test/bundlers/night/next/ask.mjs'))],
  },
  yarn: {
    builds: [[...yarn, '--cwd', 'yarn', 'install']],
    out: 'yarn',
    programs: [[...yarn, 'node', 'app.mjs']],
    // Yarn has a registry of its own, and refuses to write a lock file in CI.
    env: () => ({
      YARN_NPM_REGISTRY_SERVER: spawnSync('npm', ['config', 'get', 'registry'], {
        encoding: 'utf8',
      }).stdout.trim(),
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    }),
  },
  bun: {
    builds: [['sh', 'bun/build.sh']],
    programs: [['bun', 'app.mjs'], ['./app']],
    binary,
    env: () => ({ PATH: `${dirname(fetchRuntime('bun').program)}${delimiter}${process.env.PATH}` }),
  },
};
