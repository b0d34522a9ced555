// npm run check:deep [-- asan tsan memcheck] [--part]: what takes too long for every day. The suites in JavaScript
// with a binary built under a sanitizer, in a checkout beside this one; the C++ tests under valgrind. --part: as
// much of it as a submission has time for. The last line counts the tests.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { checkoutBeside } from './checkout-beside.mjs';
import { buildNative, missing } from './configure-native.mjs';
import { exists, quiet, root, run, tool } from './run.mjs';
import { asLine, fromDoctest, fromJest, Tally } from './tally.mjs';

const limit = 40 * 60_000;
const asked = process.argv.slice(2);
const isPart = asked.includes('--part');

/** A checkout beside this one with what was built of it, and with a binary of the mode. */
function checkoutFor(mode) {
  const folder = root(`build/deep/${mode}`);
  checkoutBeside(folder);
  cpSync(root('dist'), `${folder}/dist`, { recursive: true });
  const built = buildNative(mode, 'rx_outlook');
  for (const place of ['build/Release', `prebuilds/${process.platform}-${process.arch}`]) {
    mkdirSync(`${folder}/${place}`, { recursive: true });
    cpSync(`${built}/rx-outlook.node`, `${folder}/${place}/rx-outlook.node`);
  }
  return folder;
}

/** Where the compiler has the sanitizer's library: Node is not built with it, and loads it first. */
function library(name) {
  const { stdout } = spawnSync('g++', [`-print-file-name=${name}`], { encoding: 'utf8' });
  return stdout.trim();
}

/** Jest in such a checkout. What a sanitizer finds ends the process, and so fails the run. */
function jest(folder, env, suites) {
  const results = `${folder}/results.json`;
  const options = ['--runInBand', '--json', `--outputFile=${results}`];
  const { status, signal } = spawnSync(
    process.execPath,
    [tool('jest/bin/jest.js'), ...options, ...suites],
    {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: limit,
    },
  );
  return fromJest(results, status ?? signal);
}

/** The suites in JavaScript with such a binary. */
function suites(mode, env) {
  const folder = checkoutFor(mode);
  // Not the packaging: it would find another binary than the one of these sources.
  const all = [
    ...['test/contract', 'test/faults', 'test/input', 'test/lib'],
    ...['test/testing', 'test/operators'],
  ];
  return jest(folder, { LD_PRELOAD: library(`lib${mode}.so`), ...env }, isPart ? parts[mode] : all);
}

/** Of the suites, what a submission has time for. */
const parts = { asan: ['test/contract', 'test/faults'], tsan: ['test/contract'] };

const asan = () =>
  suites('asan', {
    // Not leaks: V8 and Node let go of little when they end. Those of ours the C++ tests look for.
    ASAN_OPTIONS: 'halt_on_error=1:detect_leaks=0',
    UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
  });

const tsan = () =>
  suites('tsan', {
    // Node is not built with it: of Node only what it locks, starts and waits for is seen, and that is
    // enough to order what our code does, which is seen as a whole. What V8 does by itself is no finding.
    TSAN_OPTIONS: 'halt_on_error=1:ignore_noninstrumented_modules=1',
  });

function memcheck() {
  if (!exists('valgrind')) missing('valgrind', 'valgrind');
  // The tests are built for the coverage anyway, and as they are written, which valgrind reads best.
  const folder = buildNative('coverage', 'rx_outlook_tests');
  const options = [
    '--quiet',
    '--error-exitcode=9',
    '--leak-check=full',
    '--show-leak-kinds=definite',
    '--errors-for-leak-kinds=definite',
    '--soname-synonyms=somalloc=nouserintercepts', // the tests' operator new runs out of memory on purpose
    '--fair-sched=yes', // else a thread that waits in a loop may keep the others from ever running
  ];
  // Threads as fast as they can be, one at a time under valgrind, show nothing and take for ever.
  const fast = ['native/test/stress_test.cc', '*flood*', '*fuzz*'].map((one) => `*${one}`);
  const tests = [
    isPart ? '--source-file=*session*,*hostile*' : '--source-file=*',
    `--source-file-exclude=${fast.join(',')}`,
  ];
  const program = `${folder}/rx_outlook_tests`;
  const { status, signal, stdout } = spawnSync('valgrind', [...options, program, ...tests], {
    cwd: root(''),
    // The counts of the coverage are not these tests'.
    env: { ...process.env, GCOV_PREFIX: root('build/deep/memcheck') },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
    timeout: limit,
  });
  if (status !== 0) console.error(stdout);
  // What the filters leave out is no test that was skipped.
  return { ...fromDoctest(stdout, status ?? signal), skipped: 0 };
}

const checks = { asan, tsan, memcheck };
const named = asked.filter((one) => one !== '--part');
const unknown = named.filter((name) => !Object.hasOwn(checks, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}.`);
  process.exit(2);
}
run(process.execPath, [root('scripts/build.mjs')], quiet);
const tally = new Tally();
for (const name of named.length > 0 ? named : Object.keys(checks)) {
  const begun = Date.now();
  const counts = checks[name]();
  const seconds = Math.round((Date.now() - begun) / 1000);
  console.log(`${name}: ${asLine(counts)} in ${seconds} s`);
  tally.add(counts);
}
tally.close();
