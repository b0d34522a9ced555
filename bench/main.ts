/** npm run bench: every figure beside its rival, measured in turns. */
import { checkBinary } from './binary.js';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { createLogUpdate } from 'log-update';
import {
  type Experiment,
  type Figures,
  full,
  judge,
  quick,
  reached,
  type Row,
  takeTurns,
} from './experiment.js';
import { accounts } from './experiments/accounts.js';
import { bridgeRoundTrip, bridgeStopped, bridgeThroughput } from './experiments/bridge.js';
import { importing } from './experiments/importing.js';
import { latency } from './experiments/latency.js';
import { loopDelay } from './experiments/loopDelay.js';
import { memory } from './experiments/memory.js';
import { merging } from './experiments/merging.js';
import { subscribing } from './experiments/subscribing.js';
import { throughput } from './experiments/throughput.js';
import { machine, markdown, text } from './report.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
    /** One round of this experiment, in a process of its own: what the others left behind is not in it. */
    round: { type: 'string' },
  },
});

const usage = `npm run bench [-- options]
  --json         the results as JSON
  --quick        a fiftieth of the work: shows that results are right, measures nothing
  --only TITLE   the experiments whose title contains this
  --write        puts the table into docs/performance.md`;

const document = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const exec = promisify(execFile);
const scale = options.quick ? quick : full;
const experiments: readonly Experiment[] = [
  throughput(scale),
  latency(scale),
  subscribing(scale),
  merging(scale),
  accounts(scale),
  memory(scale),
  loopDelay(scale),
  importing(),
  bridgeThroughput(scale),
  bridgeRoundTrip(scale),
  bridgeStopped(scale),
];

/** Replaces what stands between the document's markers. */
function writeDocument(rows: readonly Row[]): void {
  const date = new Date().toISOString().slice(0, 10);
  const table = `${date}, ${machine()}; command: \`npm run bench -- --write\`\n\n${markdown(rows)}`;
  const between = /(<!-- table -->\n)[^]*?(<!-- end of table -->)/;
  const before = readFileSync(document, 'utf8');
  assert.match(before, between);
  writeFileSync(
    document,
    before.replace(between, (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`),
  );
}

async function round(title: string): Promise<Figures> {
  const script = fileURLToPath(import.meta.url);
  const args = [script, '--round', title, ...(options.quick ? ['--quick'] : [])];
  const { stdout } = await exec(process.execPath, args);
  return JSON.parse(stdout) as Figures;
}

async function run(): Promise<void> {
  const progress = createLogUpdate(process.stderr);
  const rows: Row[] = [];
  for (const experiment of experiments) {
    const { title } = experiment;
    if (!title.includes(options.only ?? '')) continue;
    const rounds: Figures[] = [];
    while (rounds.length < scale.repetitions) {
      const line = `${title}: ${String(rounds.length + 1)} of ${String(scale.repetitions)}`;
      if (process.stderr.isTTY) progress(line);
      rounds.push(await round(title));
    }
    progress.clear();
    rows.push(...judge(experiment, rounds));
  }
  if (options.json) {
    const date = new Date().toISOString();
    console.log(JSON.stringify({ date, machine: machine(), rows }, null, 2));
  } else {
    console.log(`${machine()}\n\n${text(rows)}`);
    if (options.quick) console.log('\nresults are right; the figures of --quick mean nothing');
  }
  if (options.write) writeDocument(rows);
  const missed = rows.filter((row) => !reached(row, row.must)).length;
  if (missed > 0 && !options.quick) {
    console.error(`${String(missed)} of ${String(rows.length)} missed`);
  }
}

if (options.help) {
  console.log(usage);
} else if (options.round !== undefined) {
  const experiment = experiments.find(({ title }) => title === options.round);
  assert(experiment !== undefined);
  console.log(JSON.stringify(await takeTurns(experiment)));
  checkBinary();
} else if (options.write && (options.quick || options.only !== undefined)) {
  console.error('--write publishes whole tables of full runs only: leave out --quick and --only.');
  process.exitCode = 2;
} else {
  await run();
}
