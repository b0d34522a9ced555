import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runCase } from '../contract/runCase.js';
import { automationCases, strayReasons } from './automationCases.js';
import { automationControl } from './automationControl.js';
import { withOutlook } from './automationOutlook.js';
import { bitness } from './lineProgram.js';
import { entry } from './place.js';

const backend = 'automation';
/** Nothing of an Outlook is installed: msmapi finds no DLL. */
const other = { backend: 'msmapi', code: 'ERR_OUTLOOK_NOT_INSTALLED' } as const;

describe(`the contract on the backend automation, with an Outlook for ${bitness}`, () => {
  for (const one of automationCases) {
    test(`point ${String(one.point)}: ${one.title}`, { timeout: 90_000 }, async () => {
      await withOutlook([], async (outlook) => {
        const control = automationControl(outlook);
        await runCase(one, { backend, control, entry, autoFails: undefined, other });
      });
    });
  }

  test('each case that does not apply has a reason that names it', () => {
    assert.deepEqual(strayReasons, []);
  });
});
