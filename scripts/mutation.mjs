// npm run mutation [-- GROUP… | --part K/N]: Stryker over operators/ and lib/, group by group
// (config/stryker.config.mjs), or every Nth group from the Kth on. What has not changed since the last run is not run
// again; reports are in build/mutation. Fails below 85 %.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import base, { groups } from '../config/stryker.config.mjs';
import { root } from './run.mjs';

const least = 85;
const { values: options, positionals: asked } = parseArgs({
  options: { part: { type: 'string', default: '1/1' } },
  allowPositionals: true,
});
const [part, parts] = options.part.split('/').map(Number);
if (!(part >= 1 && part <= parts)) {
  console.error('Say which part of how many: npm run mutation -- --part 2/7.');
  process.exit(2);
}
const isAsked = ({ name }, index) =>
  index % parts === part - 1 && (asked.length === 0 || asked.some((one) => name.startsWith(one)));

// Of these two nothing is left when their types are gone.
const onlyTypes = ['lib/types.ts', 'operators/connectionStatesSummary.ts'];
const listed = [...onlyTypes, ...groups.flatMap(({ mutate }) => mutate)];
const forgotten = ['lib', 'operators']
  .flatMap((folder) => readdirSync(root(folder)).map((file) => `${folder}/${file}`))
  .filter((file) => !file.endsWith('/index.ts') && !listed.includes(file));
if (forgotten.length > 0) {
  console.error(`config/stryker.config.mjs has no group for ${forgotten.join(', ')}.`);
  process.exit(2);
}

// Thousands of cases for a property are for finding what nobody thought of; a mutant is found by a few.
process.env.RX_OUTLOOK_TEST_REPETITIONS ??= '0.05';
process.env.RX_OUTLOOK_INPUT_RUNS ??= '10';

async function mutate({ name, mutate, tests }) {
  const folder = `build/mutation/${name.replace('/', '-')}`;
  mkdirSync(root(folder), { recursive: true });
  const jest = {
    configFile: 'jest.config.mjs',
    enableFindRelatedTests: false, // the group names them
    config: {
      testMatch: tests,
      testPathIgnorePatterns: [],
      setupFilesAfterEnv: ['<rootDir>/test/fixtures/unhandledErrors.ts'],
    },
  };
  return new Stryker({
    ...base,
    mutate,
    jest,
    tempDirName: `${folder}/sandbox`,
    incrementalFile: `${folder}/incremental.json`,
    jsonReporter: { fileName: `${folder}/report.json` },
    htmlReporter: { fileName: `${folder}/report.html` },
  }).runMutationTest();
}

const found = ['Killed', 'Timeout'];
const lost = ['Survived', 'NoCoverage'];

/** As Stryker counts: mutants that were ignored, or do not even load, are neither. */
function score(mutants) {
  const count = (statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, alive] = [count(found), count(lost)];
  return { killed, all: killed + alive, percent: (100 * killed) / (killed + alive) };
}

function tell(title, mutants) {
  const { killed, all, percent } = score(mutants);
  console.log(`${title}: ${killed} of ${all} mutants found, ${percent.toFixed(1)} %`);
}

const all = [];
for (const one of groups.filter(isAsked)) {
  const mutants = await mutate(one);
  all.push(...mutants);
  tell(one.name, mutants);
}
if (all.length === 0) {
  console.error(`No such group; there are ${groups.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
writeFileSync(root('build/mutation/mutants.json'), JSON.stringify(all));
for (const folder of ['operators', 'lib']) {
  const inside = all.filter(({ fileName }) => fileName.includes(`/${folder}/`));
  if (inside.length > 0) tell(folder, inside);
}
if (!(score(all).percent >= least)) {
  console.error(`Fewer than ${least} % were found.`);
  process.exitCode = 1;
}
