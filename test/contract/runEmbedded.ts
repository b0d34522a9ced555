import assert from 'node:assert/strict';
import { diagnostics } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { embeddedControl } from './embeddedControl.js';
import type { ContractCase } from './types.js';

/** For any test runner: afterwards registrations and references must be back at their start. */
export async function runEmbedded(one: ContractCase, entry: string): Promise<void> {
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
}
