// Any runtime's part of `npm run test:runtimes`: with the number of a case it runs that one, and says `passed` where
// it has; without, it lists their names. One process for each, so that one that crashes or hangs is alone in it.
import { createRequire } from 'node:module';
import { placeOfBinary } from '../contract/built.js';
import { accountContract } from '../contract/accounts.js';
import { contract } from '../contract/index.js';
import { runEmbedded } from '../contract/runEmbedded.js';
import { runScript } from '../fixtures/runScript.js';
import { prelude, processes } from '../lib/processes.js';

const place = placeOfBinary(createRequire(import.meta.url).resolve('rx-outlook'));
const cases = [
  ...[...contract, ...accountContract].map((one) => ({
    name: `contract, point ${String(one.point)}: ${one.title}`,
    run: () => runEmbedded(one, place),
  })),
  ...processes.map(({ title, script, check }) => ({
    name: `a process ${title}`,
    run: async () => check(await runScript(prelude + script)),
  })),
];

const asked = process.argv[2];
if (asked === undefined) {
  console.log(JSON.stringify(cases.map(({ name }) => name)));
} else {
  await cases[Number(asked)]!.run();
  console.log('passed');
}
