// The test command: build, jest with its coverage limits, types, API reports, pictures, ESLint,
// Prettier. Goes on after a failure, so that one run tells everything, but not past a build that failed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { root, run, tool } from './run.mjs';

run(process.execPath, [root('scripts/build.mjs')]);

const results = root('build/results/jest.json');
rmSync(results, { force: true });
mkdirSync(root('build/results'), { recursive: true });

const steps = [
  ['jest', tool('jest/bin/jest.js'), '--coverage', '--json', `--outputFile=${results}`],
  ['types', tool('typescript/bin/tsc'), '-p', 'tsconfig.json'],
  ['API reports', root('scripts/api-report.mjs')],
  ['pictures', root('scripts/diagrams.mjs'), '--check'],
  ['ESLint', tool('eslint/bin/eslint.js'), '.'],
  ['Prettier', tool('prettier/bin/prettier.cjs'), '--check', '.'],
];

const tally = { passed: 1, failed: 0, skipped: 0 }; // the build has passed

/** Jest counts its tests; what it finds beyond them, such as too little coverage, counts as one. */
function countJest(succeeded) {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(results));
  tally.passed += numPassedTests;
  tally.failed += numFailedTests + (succeeded || numFailedTests > 0 ? 0 : 1);
  tally.skipped += numPendingTests;
}

for (const [name, script, ...args] of steps) {
  console.log(`\n── ${name}`);
  // jest prints its results to standard error when it also writes them as JSON.
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: root(''),
    stdio: ['ignore', name === 'jest' ? 'ignore' : 'inherit', 'inherit'],
  });
  const succeeded = status === 0;
  try {
    if (name === 'jest') countJest(succeeded);
    else tally[succeeded ? 'passed' : 'failed'] += 1;
  } catch (error) {
    console.error(`${name} left no results: ${error.message}`);
    tally.failed += 1;
  }
  if (!succeeded) console.error(`${name} failed`);
}

console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exitCode = tally.failed === 0 ? 0 : 1;
