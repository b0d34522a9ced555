/** npm run bench: every figure beside its rival, measured in turns in one run. */
import { checkBinary } from './binary.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createLogUpdate } from 'log-update';
import { type Experiment, full, measure, quick, reached, type Row } from './experiment.js';
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
  },
});

const usage = `npm run bench [-- options]
  --json         the results as JSON
  --quick        a fiftieth of the work: shows that results are right, measures nothing
  --only TITLE   the experiments whose title contains this
  --write        puts the table into docs/performance.md`;

const document = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

/** Replaces what stands between the document's markers. */
function writeDocument(rows: readonly Row[]): void {
  const date = new Date().toISOString().slice(0, 10);
  const table = `${date}, ${machine()}; command: \`npm run bench -- --write\`\n\n${markdown(rows)}`;
  const before = readFileSync(document, 'utf8');
  const after = before.replace(
    /(<!-- table -->\n)[^]*(\n<!-- end of table -->)/,
    (_, begin: string, end: string) => `${begin}\n${table}\n${end}`,
  );
  writeFileSync(document, after);
}

async function run(): Promise<void> {
  const scale = options.quick ? quick : full;
  const all: readonly Experiment[] = [
    throughput(scale),
    latency(scale),
    subscribing(scale),
    merging(scale),
    memory(scale),
    loopDelay(scale),
    importing(),
  ];
  const chosen = all.filter(({ title }) => title.includes(options.only ?? ''));
  const progress = createLogUpdate(process.stderr);
  const rows: Row[] = [];
  for (const experiment of chosen) {
    rows.push(
      ...(await measure(experiment, scale, process.stderr.isTTY ? progress : () => undefined)),
    );
    progress.clear();
  }
  checkBinary();
  if (options.json) {
    console.log(
      JSON.stringify({ date: new Date().toISOString(), machine: machine(), rows }, null, 2),
    );
  } else {
    console.log(`${machine()}\n\n${text(rows)}`);
    if (options.quick) console.log('\nresults are right; the figures of --quick mean nothing');
  }
  if (options.write) writeDocument(rows);
  const missed = rows.filter((row) => !reached(row, row.must)).length;
  if (missed > 0 && !options.quick)
    console.error(`${String(missed)} of ${String(rows.length)} missed`);
}

if (options.help) console.log(usage);
else await run();
