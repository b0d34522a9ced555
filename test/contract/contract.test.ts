import { resolve } from 'node:path';
import { contract } from './index.js';
import { runEmbedded, type Place } from './runEmbedded.js';

/** No way to an Outlook is part of a build for this platform. */
const place: Place = {
  entry: resolve('dist/cjs/lib/index.js'),
  autoFails: { code: 'ERR_BACKEND_UNAVAILABLE', message: /No way to an Outlook/ },
  other: { backend: 'msmapi', code: 'ERR_BACKEND_UNAVAILABLE' },
};

describe.each([...new Set(contract.map(({ point }) => point))])('contract, point %d', (point) => {
  const cases = contract.filter((one) => one.point === point);
  test.each(cases)('$title', (one) => runEmbedded(one, place), 90_000);
});

test('every point of the contract has a case', () => {
  const points = new Set(contract.map(({ point }) => point));
  expect([...points].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});
