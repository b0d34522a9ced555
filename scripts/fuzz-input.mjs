// npm run fuzz:input [-- --runs N]: every public function against wrong, hostile and used-up input (test/input), each
// argument and each option N times. Closes with how many inputs were tried.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root, tool } from './run.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '500' } } });
if (!/^[1-9]\d*$/.test(options.runs)) {
  console.error('Say how often: npm run fuzz:input -- --runs N.');
  process.exit(2);
}

const tally = root('build/results/input.jsonl');
mkdirSync(root('build/results'), { recursive: true });
rmSync(tally, { force: true });

// A tenth of a second for each run of each test is plenty, and a test that hangs still ends.
const patience = String(Math.max(60_000, 100 * Number(options.runs)));
const { status } = spawnSync(
  process.execPath,
  [tool('jest/bin/jest.js'), 'test/input', `--testTimeout=${patience}`],
  {
    cwd: root(''),
    stdio: 'inherit',
    env: {
      ...process.env,
      RX_OUTLOOK_INPUT_RUNS: options.runs,
      RX_OUTLOOK_INPUT_TALLY: tally,
    },
  },
);

const counts = readFileSync(tally, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const names = new Set(counts.flatMap((one) => Object.keys(one)));
const inputs = counts.flatMap((one) => Object.values(one)).reduce((sum, one) => sum + one, 0);
console.log(
  `${inputs} inputs tried on ${names.size} functions: ` +
    (status === 0 ? 'each answered as it should be, with nothing left.' : 'see above.'),
);
process.exitCode = status ?? 1;
