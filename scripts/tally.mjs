// Counts of tests: how each runner reports them, and the one closing line that every script prints and CI reads.
import { readFileSync } from 'node:fs';

const closing = /^(\d+) passed, (\d+) failed, (\d+) skipped$/gm;

export const asLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** One test, such as a command that only ends well or not. */
export const one = (succeeded) => ({ passed: +succeeded, failed: +!succeeded, skipped: 0 });

const somePassed = ({ passed }) => passed > 0;

/**
 * A run that ended badly without a failed test, or without all of its tests, counts as one failure: a crash, a
 * time limit, a finding of a sanitizer at the end, or tests that were never started.
 */
function checked(counts, end, isWhole = somePassed) {
  const isRight = end === 0 && isWhole(counts);
  return { ...counts, failed: counts.failed || (isRight ? 0 : 1) };
}

function parsed(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`The runner left no results: ${error.message}`);
    return undefined;
  }
}

/** What `jest --json --outputFile` wrote. `end` is the exit code or the signal. */
export function fromJest(file, end) {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = parsed(file) ?? {};
  return checked({ passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests }, end);
}

/** What scripts/node-test-reporter.mjs wrote. `isWhole` says of the counts whether all tests were started. */
export function fromNodeTest(file, end, isWhole) {
  const { passed = 0, failed = 0, skipped = 0 } = parsed(file) ?? {};
  return checked({ passed, failed, skipped }, end, isWhole);
}

/** What a doctest program printed. */
export function fromDoctest(output, end) {
  const summary = /test cases:.*?(\d+) passed.*?(\d+) failed.*?(\d+) skipped/.exec(output);
  const [passed = 0, failed = 0, skipped = 0] = summary?.slice(1).map(Number) ?? [];
  return checked({ passed, failed, skipped }, end);
}

/** What a program of native/test/windows printed: TAP, with the number of checks in its last line. */
export function fromWitness(output, end, checks) {
  const count = (start) => output.match(start)?.length ?? 0;
  const counts = { passed: count(/^ok/gm), failed: count(/^not ok/gm), skipped: 0 };
  // A program that never ran may well have ended with 0: its last line is what counts.
  return checked(counts, end, () => output.includes(`\nall ${checks} checks passed`));
}

/** The last closing line in a script's output; undefined when it prints none. */
export function fromClosingLine(output) {
  const counts = [...output.matchAll(closing)].at(-1)?.slice(1).map(Number);
  if (counts === undefined) return undefined;
  const [passed, failed, skipped] = counts;
  return { passed, failed, skipped };
}

export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  add({ passed, failed, skipped }) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
  }

  /** Adds the counts and prints them; the details only when a test failed. */
  report(title, counts, details = '') {
    this.add(counts);
    console.log(`${title}: ${asLine(counts)}`);
    if (counts.failed > 0 && details !== '') console.log(details);
  }

  /** Prints the closing line. The exit code is 0 when a test passed and none failed. */
  close() {
    console.log(`\n${asLine(this)}`);
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
