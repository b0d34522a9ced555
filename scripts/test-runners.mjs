// npm run test:runners [-- TITLE…]: rx-outlook/testing in the test runners that people use, those whose titles
// contain one of the texts, else all. The packed tarball is installed beside the runners of test/runners/package.json,
// outside the checkout's node_modules. A test counts when it came to its end, by what it wrote itself; a runner
// that fails with all tests passed, as it does for an error that nobody handled, counts as a failure.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { npm, pack } from './installed-package.mjs';
import { quiet, root } from './run.mjs';
import { runners } from './runners.mjs';
import { Tally } from './tally.mjs';

const limit = 120_000;
const app = root('build/runners/app');
const sources = root('test/runners');
/** How many copies there are of a file; one of the others. */
const copies = { work: 4 };

function install() {
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc', 'setup']) {
    cpSync(`${sources}/${file}`, `${app}/${file}`, { recursive: true });
  }
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  npm(['ci', ...options], { ...quiet, cwd: app });
  npm(['install', '--no-save', ...options, `./${pack(app)}`], { ...quiet, cwd: app });
  const testMatch = ['**/files/*.test.?js'];
  writeFileSync(
    `${app}/jest.json`,
    JSON.stringify({ testMatch, setupFiles: ['./setup/jest.cjs'], transform: {} }),
  );
  writeFileSync(
    `${app}/vitest.config.mjs`,
    `export default ${JSON.stringify({
      test: {
        include: testMatch,
        setupFiles: ['./setup/vitest.mjs'],
        maxWorkers: 2,
        minWorkers: 2,
      },
    })};\n`,
  );
}

/** Enough for the few files that are written here. */
function asCommonJs(text) {
  return text
    .replaceAll(/^import (\{[^}]*\}) from '([^']+)';$/gm, "const $1 = require('$2');")
    .replaceAll("'./runner.mjs'", "'./runner.cjs'")
    .replaceAll(/^export const (\w+)/gm, 'exports.$1');
}

/** Writes the files as the runner needs them; the titles of their tests. */
function write({ modules, isOneRealm = false }) {
  rmSync(`${app}/files`, { recursive: true, force: true });
  mkdirSync(`${app}/files`);
  const titles = [];
  for (const file of readdirSync(`${sources}/files`)) {
    const name = file.replace('.mjs', '');
    const text = readFileSync(`${sources}/files/${file}`, 'utf8');
    const asModule = modules === 'cjs' ? asCommonJs(text) : text;
    if (name === 'runner') {
      writeFileSync(`${app}/files/runner.${modules}`, asModule);
      continue;
    }
    if (name === 'leaves' && isOneRealm) continue;
    for (let copy = 1; copy <= (copies[name] ?? 1); ++copy) {
      // In the order of the alphabet the one that leaves its profile comes first.
      const unique = `${name === 'leaves' ? 'a-' : ''}${name}-${copy}`;
      writeFileSync(
        `${app}/files/${unique}.test.${modules}`,
        asModule.replaceAll('__file__', unique),
      );
      const rounds = Number(/round <= (\d+)/.exec(text)?.[1]);
      for (const [, title] of text.matchAll(/^ *test\([`']([^`']+)[`']/gm)) {
        const named = title.replace('__file__', unique);
        if (!named.includes('${round}')) titles.push(named);
        else for (let i = 1; i <= rounds; ++i) titles.push(named.replace('${round}', i));
      }
    }
  }
  return titles;
}

/** How many of the titles came to their end, and how the runner ended. */
function runFiles(runner) {
  const titles = write(runner);
  const ran = `${app}/ran.txt`;
  writeFileSync(ran, '');
  const { command, env } = runner;
  const { status, signal, error, stdout, stderr } = spawnSync('npx', ['--no', '--', ...command], {
    cwd: app,
    encoding: 'utf8',
    timeout: limit,
    env: { ...process.env, NO_COLOR: '1', CI: '1', RX_OUTLOOK_RAN: ran, ...env },
  });
  const ended = readFileSync(ran, 'utf8').trimEnd().split('\n').toSorted();
  const missing = titles.filter((title) => !ended.includes(title));
  const isWhole = missing.length === 0 && ended.length === titles.length;
  const isRight = isWhole && status === 0;
  if (!isRight) {
    console.log(`${stdout}${stderr}`);
    const first = missing.slice(0, 3).join('; ');
    console.log(`ended with ${error?.message ?? signal ?? status}, without ${first || 'no test'}`);
  }
  const passed = titles.length - missing.length;
  return { passed, failed: missing.length || (isRight ? 0 : 1), skipped: 0 };
}

const asked = process.argv.slice(2);
const names = Object.keys(runners).filter(
  (name) => asked.length === 0 || asked.some((text) => name.includes(text)),
);
if (names.length === 0) {
  console.error(`no runner of that name; there are ${Object.keys(runners).join('; ')}`);
  process.exit(2);
}

const start = Date.now();
install();
const took = (since) => `${((Date.now() - since) / 1_000).toFixed(1)} s`;
console.log(`installed in ${took(start)}`);
const tally = new Tally();
console.log('| runner | passed | failed | took |\n| --- | --- | --- | --- |');
for (const name of names) {
  const begun = Date.now();
  const counts = runFiles(runners[name]);
  tally.add(counts);
  console.log(`| ${name} | ${counts.passed} | ${counts.failed} | ${took(begun)} |`);
}
tally.close();
