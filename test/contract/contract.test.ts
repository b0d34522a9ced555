import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { diagnostics } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { embeddedControl } from './embeddedControl.js';
import { contract } from './index.js';

const entry = resolve('dist/cjs/lib/index.js');

/** A thin runner: after every case registrations and references must be back at their start. */
describe.each([...new Set(contract.map(({ point }) => point))])('contract, point %d', (point) => {
  const cases = contract.filter((one) => one.point === point);
  test.each(cases)(
    '$title',
    async (one) => {
      const outlook = embeddedOutlook({ profiles: ['Work', 'Home'] });
      const { registrations } = diagnostics();
      try {
        await one.run({ backend: 'embedded', control: embeddedControl(outlook), entry });
        await outlook.settled();
        const after = outlook.counters();
        assert.deepEqual([after.registrations, after.references], [0, 0]);
        assert.equal(after.advises, after.unadvises);
        assert.equal(diagnostics().registrations, registrations);
      } finally {
        outlook.close();
      }
    },
    90_000,
  );
});

test('every point of the contract has a case', () => {
  const points = new Set(contract.map(({ point }) => point));
  expect([...points].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});
