// The test command: build, Jest with its coverage limits, types, API reports, pictures, ESLint, Prettier. Goes on
// after a failure, so that one run tells everything, but not past a build that failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { coverageSuffices, forgetResults, runs } from './jest-runs.mjs';
import { root, run, tool } from './run.mjs';
import { fromJest, one, Tally } from './tally.mjs';

run(process.execPath, [root('scripts/build.mjs')]);

forgetResults();
mkdirSync(root('build/results'), { recursive: true });

const tally = new Tally();
tally.add(one(true)); // the build

/** Runs a script of Node's and returns how it ended. `output` is what spawn takes for standard output and error. */
async function node(args, output) {
  const child = spawn(process.execPath, args, { cwd: root(''), stdio: ['ignore', ...output] });
  const texts = [child.stdout, child.stderr].map(async (stream) => {
    let text = '';
    for await (const chunk of stream?.setEncoding('utf8') ?? []) text += chunk;
    return text;
  });
  const [code, signal] = await once(child, 'close');
  return { end: signal ?? code, said: (await Promise.all(texts)).join('') };
}

async function jest({ title, args, results }) {
  console.log(`\n── ${title}`);
  const { end } = await node([tool('jest/bin/jest.js'), ...args], ['inherit', 'inherit']);
  if (end !== 0) console.error(`Jest ended with ${String(end)}`);
  tally.add(fromJest(results, end));
}

/** A check that passes or not, its output in one piece. */
async function check([name, script, ...args]) {
  const begun = Date.now();
  const { end, said } = await node([script, ...args], ['pipe', 'pipe']);
  const seconds = Math.round((Date.now() - begun) / 1000);
  console.log(`\n── ${name} (${seconds} s)\n${said}${end === 0 ? '' : `${name} failed`}`);
  tally.add(one(end === 0));
}

async function checks(list) {
  for (const one of list) await check(one);
}

// Jest has both cores; ESLint takes as long as all the others together.
for (const run of runs) await jest(run);
tally.add(one(coverageSuffices()));
await Promise.all([
  checks([['ESLint', tool('eslint/bin/eslint.js'), '.']]),
  checks([
    ['types', tool('typescript/bin/tsc'), '-p', 'tsconfig.json'],
    ['API reports', root('scripts/api-report.mjs')],
    ['pictures', root('scripts/diagrams.mjs'), '--check'],
    ['Prettier', tool('prettier/bin/prettier.cjs'), '--check', '.'],
  ]),
]);
tally.close();
