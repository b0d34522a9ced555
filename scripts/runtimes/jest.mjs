// Jest as it is, in a Node of another line, with the binary that is built here.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { root, tool } from '../run.mjs';

/** The contract, and what depends most on the runtime: how workers, processes and offline objects end. */
const suites = [
  'test/contract',
  ...['process', 'openOfflineObject', 'worker', 'closedEnvironment'].map(
    (one) => `test/lib/${one}.`,
  ),
];
const timeout = 15 * 60_000;

/** For each test's name what went wrong, or nothing; and what else did. */
export function runJest(name, { program }) {
  const [report, log] = ['json', 'log'].map((type) => root(`build/runtimes/logs/${name}.${type}`));
  rmSync(report, { force: true });
  mkdirSync(root('build/runtimes/logs'), { recursive: true });
  const output = openSync(log, 'w');
  const args = ['--maxWorkers=100%', '--json', `--outputFile=${report}`, ...suites];
  const { status, signal } = spawnSync(program, [tool('jest/bin/jest.js'), ...args], {
    cwd: root(''),
    stdio: ['ignore', 'ignore', output],
    timeout,
  });
  closeSync(output);
  const results = new Map();
  const { testResults = [], numTotalTests } = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : {};
  for (const { assertionResults } of testResults) {
    for (const { fullName, status, failureMessages } of assertionResults) {
      results.set(fullName, status === 'passed' ? undefined : failureMessages.join('\n') || status);
    }
  }
  const hasFailed = [...results.values()].some((failure) => failure !== undefined);
  // Two tests of one name would be one here.
  if ((status !== 0 && !hasFailed) || results.size !== numTotalTests) {
    results.set('Jest', `ended with ${signal ?? status}\n${readFileSync(log, 'utf8')}`);
  }
  return results;
}
