import { describe, test } from 'node:test';
import { placeOfBinary } from '../contract/built.js';
import { accountContract } from '../contract/accounts.js';
import { contract } from '../contract/index.js';
import { runEmbedded } from '../contract/runEmbedded.js';
import { forgetOutlook } from './outlook.js';
import { entry } from './place.js';

forgetOutlook(); // what a run that was killed has left
const place = placeOfBinary(entry);

describe('contract, accounts', () => {
  for (const one of accountContract) {
    test(one.title, { timeout: 90_000 }, () => runEmbedded(one, place));
  }
});

for (const point of new Set(contract.map((one) => one.point))) {
  describe(`contract, point ${String(point)}`, () => {
    for (const one of contract.filter((other) => other.point === point)) {
      test(one.title, { timeout: 90_000 }, () => runEmbedded(one, place));
    }
  });
}
