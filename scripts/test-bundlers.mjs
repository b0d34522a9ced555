// npm run test:bundlers [-- --all | NAME…]: a program that each bundler of test/bundlers makes of the packed tarball, run
// in an empty folder: with the binary where the recipe puts it, and without any. Those of test/bundlers/night run with
// --all or by name. The last line counts.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as bundlers from './bundlers.mjs';
import { npm, pack } from './installed-package.mjs';
import { quiet, root, run } from './run.mjs';
import { one, Tally } from './tally.mjs';

const names = process.argv.slice(2);
const isMeant = (name, isDefault) =>
  names.includes('--all') || (names.length === 0 ? isDefault : names.includes(name));
const limit = 180_000;

const tally = new Tally();
const common = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
for (const name of ['RX_OUTLOOK_BACKEND', 'RX_OUTLOOK_BINARY', 'NODE_ENV']) delete common[name];

function attempt(title, [command, ...args], options, isRight = () => true) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: limit,
    ...options,
  });
  const isFine = status === 0 && isRight(stdout);
  tally.report(title, one(isFine), `${stdout}${stderr}${error?.message ?? ''}`);
  return isFine;
}

/** Installs the bundlers of a folder and the tarball, outside the checkout's node_modules. */
function install(app, sources) {
  rmSync(app, { recursive: true, force: true });
  cpSync(sources, app, { recursive: true });
  cpSync(root('test/bundlers/app.mjs'), `${app}/app.mjs`);
  // Bundlers would take the checkout's, and by its paths the sources for the package.
  writeFileSync(`${app}/tsconfig.json`, '{}\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  npm(['ci', ...options], { ...quiet, cwd: app });
  const tarball = pack(app);
  cpSync(`${app}/${tarball}`, `${app}/rx-outlook.tgz`);
  npm(['install', '--no-save', ...options, `./${tarball}`], { ...quiet, cwd: app });
}

const isMissing = (said) =>
  /^ERR_BINARY_NOT_FOUND rx-outlook was bundled.*\n(.*\n)+unknown no-binary\n$/.test(said);

function test(name, app, { builds, programs, binary, out = `out/${name}`, env = () => ({}) }) {
  const own = { ...common, ...env() };
  const built = { cwd: app, env: own };
  if (!builds.every((build, i) => attempt(`${name} builds, ${i + 1}`, build, built))) return;
  const empty = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  const temporary = join(empty, 'temporary');
  cpSync(`${app}/${out}`, empty, { recursive: true, verbatimSymlinks: true });
  mkdirSync(temporary);
  const options = { cwd: empty, env: { ...own, TMPDIR: temporary } };
  const last = (program) => program.at(-1).split('/').at(-1);
  for (const program of programs) {
    attempt(
      `${name}, ${last(program)} runs`,
      program,
      options,
      (said) => said === 'online known\n',
    );
  }
  tally.report(`${name} leaves no temporary file`, one(readdirSync(temporary).length === 0));
  if (binary !== undefined) {
    rmSync(`${empty}/${binary}`);
    for (const program of programs) {
      attempt(`${name}, ${last(program)} says what is missing`, program, options, isMissing);
    }
  }
  rmSync(empty, { recursive: true });
}

run(process.execPath, [root('scripts/build.mjs')]);
for (const [group, isDefault] of [
  ['small', true],
  ['night', false],
]) {
  const recipes = Object.entries(bundlers[group]).filter(([name]) => isMeant(name, isDefault));
  if (recipes.length === 0) continue;
  const app = root(`build/bundlers/${group}`);
  install(app, root(group === 'night' ? 'test/bundlers/night' : 'test/bundlers'));
  if (group === 'night') {
    // A project of its own: Yarn takes the checkout for it without a lock file.
    cpSync(`${app}/app.mjs`, `${app}/yarn/app.mjs`);
    writeFileSync(`${app}/yarn/yarn.lock`, '');
  }
  for (const [name, recipe] of recipes) test(name, app, recipe);
}
tally.close();
