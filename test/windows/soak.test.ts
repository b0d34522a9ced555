import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Checked } from '../soak/checker.js';
import { invariants, type Invariant } from '../soak/invariants.js';
import { forgetOutlook } from './outlook.js';
import { forbidden } from './permission.js';
import { registryTest } from './registryTest.js';

/**
 * `auto` leads to the stand-in here, and nothing is to be seen of it that `msmapi` does not show. What the size of
 * a process says here, docs/reliability.md tells: nothing.
 */
const unlooked: readonly string[] = ['auto', 'memory'] satisfies Invariant[];
/** Chance kills a few in a minute; where the machine is slow, it may be none. */
const byChance: readonly string[] = ['hosts', 'clients'] satisfies Invariant[];

describe('everything at once, on every backend that Windows has', () => {
  let results: readonly Checked[];

  before(async () => {
    if (forbidden() !== undefined) return; // hooks run also where every test is skipped
    const script = fileURLToPath(new URL('./soakRun.js', import.meta.url));
    // As scripts/soak.mjs has it.
    const child = fork(script, { execArgv: ['--expose-gc', '--max-semi-space-size=2'] });
    const ended = once(child, 'exit').then(([code]: unknown[]) => {
      throw new Error(`soakRun.js ended with ${String(code)} before it told what it had found`);
    });
    [results] = (await Promise.race([once(child, 'message'), ended])) as [typeof results];
  });

  // Here, and not in the process that has told Windows of its stand-in: that may have crashed.
  after(forgetOutlook);

  for (const [invariant, title] of Object.entries(invariants)) {
    if (unlooked.includes(invariant)) continue;
    registryTest(title, (context) => {
      const found = results.find((one) => one.invariant === invariant);
      assert.deepEqual(found?.violations, []);
      if (found.times === 0 && byChance.includes(invariant)) context.skip('none was killed');
      else assert.notEqual(found.times, 0, 'it was looked at');
    });
  }
});
