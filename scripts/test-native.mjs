// npm run test:native [-- asan | tsan | coverage [-- doctest's options]]: builds the C++ tests and
// runs them. The last line counts test cases; the exit code is not 0 when one of them failed.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { configureNative, missing } from './configure-native.mjs';
import { exists, root, run } from './run.mjs';

const modes = {
  plain: {},
  asan: {
    options: ['-DRX_OUTLOOK_SANITIZE=address,undefined'],
    env: {
      ASAN_OPTIONS: 'halt_on_error=1:detect_leaks=1:detect_stack_use_after_return=1',
      UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
    },
  },
  tsan: {
    options: ['-DRX_OUTLOOK_SANITIZE=thread'],
    env: { TSAN_OPTIONS: 'halt_on_error=1:second_deadlock_stack=1' },
  },
  coverage: { options: ['-DRX_OUTLOOK_COVERAGE=ON', '-DCMAKE_BUILD_TYPE=Debug'] },
};
const coveredFolders = [
  'native/core',
  'native/backends/embedded',
  'native/backends/bridge',
  'native/bridge',
];
const leastCoverage = 90;
const runLimit = 15 * 60_000;

const [mode = 'plain', ...doctestOptions] = process.argv.slice(2);
if (!Object.hasOwn(modes, mode)) {
  console.error(`There is no mode "${mode}". The modes: ${Object.keys(modes).join(', ')}.`);
  process.exit(2);
}

/** Shows what the tests print, and returns it with the way they ended. */
function runTests(program, env) {
  return new Promise((resolve) => {
    const child = spawn(program, doctestOptions, {
      cwd: root('.'),
      env: { ...env, ...process.env },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: runLimit,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      process.stdout.write(text);
      output += text;
    });
    child.on('error', (error) => console.error(`${program}: ${error.message}`));
    child.on('close', (code, signal) => resolve({ output, end: signal ?? code }));
  });
}

function count({ output, end }) {
  const summary = /test cases:.*?(\d+) passed.*?(\d+) failed.*?(\d+) skipped/.exec(output);
  const [passed, failed, skipped] = summary?.slice(1).map(Number) ?? [0, 0, 0];
  if (end === 0 || failed > 0) return { passed, failed, skipped };
  // A crash, the time limit, or what a sanitizer found at the very end.
  console.error(`The tests ended with ${String(end)}.`);
  return { passed, failed: 1, skipped };
}

function forgetCoverage(folder) {
  for (const file of readdirSync(folder, { recursive: true })) {
    if (file.endsWith('.gcda')) rmSync(`${folder}/${file}`);
  }
}

/** Prints the line coverage of each folder; false when one has too little. */
function coverageSuffices(folder) {
  const gcovr = ['--root', root('.'), folder];
  run('gcovr', [...gcovr, ...coveredFolders.flatMap((path) => ['--filter', `${path}/`])]);
  const percents = coveredFolders.map((path) => {
    const summary = spawnSync('gcovr', [...gcovr, '--filter', `${path}/`, '--json-summary']);
    const percent = JSON.parse(summary.stdout).line_percent;
    console.log(`${path}: ${percent} % of the lines are covered, ${leastCoverage} % must be`);
    return percent;
  });
  return percents.every((percent) => percent >= leastCoverage);
}

if (mode === 'coverage' && !exists('gcovr')) missing('gcovr', 'gcovr');
const { options, env } = modes[mode];
const folder = configureNative(mode, options);
run('cmake', ['--build', folder, '--config', 'RelWithDebInfo', '--parallel', '2']);
if (mode === 'coverage') forgetCoverage(folder);

const program = `${folder}/rx_outlook_tests${process.platform === 'win32' ? '.exe' : ''}`;
const { passed, failed, skipped } = count(await runTests(program, env));
const covered = mode !== 'coverage' || coverageSuffices(folder);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && passed > 0 && covered ? 0 : 1;
