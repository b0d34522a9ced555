// npm run test:native [-- asan | tsan | portable | coverage [-- doctest's options]]: builds the C++ tests and
// runs them. The last line counts test cases; the exit code is not 0 when one of them failed.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { buildNative, missing, modes } from './configure-native.mjs';
import { exists, root, run } from './run.mjs';
import { fromDoctest, one, Tally } from './tally.mjs';

const coveredFolders = [
  'native/core',
  'native/backends/automation',
  'native/backends/embedded',
  'native/backends/bridge',
  'native/bridge',
  'native/seam',
  'native/server',
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

function forgetCoverage(folder) {
  for (const file of readdirSync(folder, { recursive: true })) {
    if (file.endsWith('.gcda')) rmSync(`${folder}/${file}`);
  }
}

/** Prints the line coverage of each folder; false when one has too little. */
function coverageSuffices(folder) {
  const filters = (paths) => paths.flatMap((path) => ['--filter', `${path}/`]);
  const gcovr = ['--root', root('.')];
  // gcov reads every object once; the reports are made of what it found.
  const found = `${folder}/coverage.json`;
  run('gcovr', [...gcovr, folder, ...filters(coveredFolders), '--json', found]);
  const report = [...gcovr, '--add-tracefile', found];
  run('gcovr', report);
  const percents = coveredFolders.map((path) => {
    const { stdout } = spawnSync('gcovr', [...report, ...filters([path]), '--json-summary']);
    const percent = JSON.parse(stdout).line_percent;
    console.log(`${path}: ${percent} % of the lines are covered, ${leastCoverage} % must be`);
    return percent;
  });
  return percents.every((percent) => percent >= leastCoverage);
}

if (mode === 'coverage' && !exists('gcovr')) missing('gcovr', 'gcovr');
const folder = buildNative(mode, 'rx_outlook_tests');
if (mode === 'coverage') forgetCoverage(folder);

const program = `${folder}/rx_outlook_tests${process.platform === 'win32' ? '.exe' : ''}`;
const { output, end } = await runTests(program, modes[mode].env);
const counts = fromDoctest(output, end);
// A crash, the time limit, or what a sanitizer found at the very end.
if (end !== 0) console.error(`The tests ended with ${String(end)}.`);
const tally = new Tally();
tally.add(counts);
if (mode === 'coverage') tally.add(one(coverageSuffices(folder)));
tally.close();
