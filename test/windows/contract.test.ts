import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { contract } from '../contract/index.js';
import { runEmbedded } from '../contract/runEmbedded.js';

const entry = createRequire(import.meta.url).resolve('rx-outlook');

for (const point of new Set(contract.map((one) => one.point))) {
  describe(`contract, point ${String(point)}`, () => {
    for (const one of contract.filter((other) => other.point === point)) {
      test(one.title, { timeout: 90_000 }, () => runEmbedded(one, entry));
    }
  });
}
