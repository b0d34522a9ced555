import { resolve } from 'node:path';
import { placeOfBinary } from './built.js';
import { accountContract } from './accounts.js';
import { contract } from './index.js';
import { runEmbedded } from './runEmbedded.js';

const place = placeOfBinary(resolve('dist/cjs/lib/index.js'));

describe.each([...new Set(contract.map(({ point }) => point))])('contract, point %d', (point) => {
  const cases = contract.filter((one) => one.point === point);
  test.each(cases)('$title', (one) => runEmbedded(one, place), 90_000);
});

describe('contract, accounts', () => {
  test.each(accountContract)('point $point: $title', (one) => runEmbedded(one, place), 90_000);
});

test('every point of the contract has a case', () => {
  const points = new Set(contract.map(({ point }) => point));
  expect([...points].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});
