import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runCase } from '../contract/runCase.js';
import { automationCases, strayReasons } from './automationCases.js';
import { automationControl } from './automationControl.js';
import { AutomationOutlook } from './automationOutlook.js';
import { bitness } from './lineProgram.js';
import { entry } from './place.js';

const backend = 'automation';
/** Nothing of an Outlook is installed: msmapi finds no DLL. */
const other = { backend: 'msmapi', code: 'ERR_OUTLOOK_NOT_INSTALLED' } as const;

describe(`the contract on the backend automation, with an Outlook for ${bitness}`, () => {
  for (const one of automationCases) {
    test(`point ${String(one.point)}: ${one.title}`, { timeout: 90_000 }, async () => {
      const outlook = await AutomationOutlook.start();
      try {
        const control = automationControl(outlook);
        await runCase(one, { backend, control, entry, autoFails: undefined, other });
        const { created, guarded } = await outlook.counts();
        assert.deepEqual([created, guarded], [0, 0], 'nothing was started, no address was read');
      } finally {
        await outlook.kill();
      }
    });
  }

  test('each case that does not apply has a reason that names it', () => {
    assert.deepEqual(strayReasons, []);
  });
});
