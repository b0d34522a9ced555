// Jest for the test command, in two runs: the operators' tests are RxJS alone and share two processes; every other
// file has a process of its own (jest.config.mjs). Their coverage is merged and held against the configured limits.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import istanbul from 'istanbul-lib-coverage';
import config from '../jest.config.mjs';
import { root } from './run.mjs';

const reports = root('build/coverage');
/** Of the operators' tests, one loads the binary. */
const operators = 'test/operators/(?!integration)';

export const runs = [
  {
    title: 'Jest: operators',
    options: ['--testPathPatterns', operators, '--workerIdleMemoryLimit=100GB'],
    ignored: [],
  },
  { title: 'Jest: the rest', options: [], ignored: [`<rootDir>/${operators}`] },
].map(({ title, options, ignored }, index) => {
  const results = root(`build/results/jest-${index}.json`);
  return {
    title,
    results,
    args: [
      ...options,
      ...['--testPathIgnorePatterns', ...config.testPathIgnorePatterns, ...ignored],
      ...['--coverage', '--coverageReporters=json', '--coverageThreshold={}'],
      `--coverageDirectory=${reports}/${index}`,
      `--reporters=${root('scripts/jest-progress.mjs')}`,
      ...['--json', `--outputFile=${results}`],
    ],
  };
});

export function forgetResults() {
  for (const { results } of runs) rmSync(results, { force: true });
  rmSync(reports, { recursive: true, force: true });
}

/** Prints what both runs covered together; false when it is less than jest.config.mjs asks for. */
export function coverageSuffices() {
  const map = istanbul.createCoverageMap({});
  for (const [index, { title }] of runs.entries()) {
    const file = `${reports}/${index}/coverage-final.json`;
    if (!existsSync(file)) {
      console.error(`${title} left no coverage`);
      return false;
    }
    map.merge(JSON.parse(readFileSync(file, 'utf8')));
  }
  const summary = map.getCoverageSummary();
  const limits = Object.entries(config.coverageThreshold.global);
  const percents = limits.map(([what, least]) => {
    const percent = summary[what].pct;
    console.log(`${percent} % of the ${what} are covered, ${least} % must be`);
    return percent >= least;
  });
  return percents.every(Boolean);
}
