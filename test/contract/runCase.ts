import assert from 'node:assert/strict';
import { diagnostics } from 'rx-outlook';
import type { Context, ContractCase } from './types.js';

/** For any test runner: afterwards registrations and references must be back at their start. */
export async function runCase(one: Pick<ContractCase, 'run'>, context: Context): Promise<void> {
  const { registrations } = diagnostics();
  await one.run(context);
  await context.control.settled();
  const after = await context.control.counters();
  assert.deepEqual([after.registrations, after.references], [0, 0]);
  assert.equal(after.advises, after.unadvises);
  assert.equal(diagnostics().registrations, registrations);
}
