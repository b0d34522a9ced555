import { after, before, describe } from 'node:test';
import { contract } from '../contract/index.js';
import { remoteControl, settleByListing } from '../contract/remoteControl.js';
import { runCase } from '../contract/runCase.js';
import type { Context } from '../contract/types.js';
import { registerAddIn, unregisterAddIn } from './addInRegistration.js';
import { bitness, connectMode, startOutlook, type OutlookHost } from './outlookHost.js';
import { forbidden } from './permission.js';
import { entry } from './place.js';
import { registryTest } from './registryTest.js';

const backend = 'bridge';

describe(`the backend bridge, against the add-in in an Outlook for ${bitness}`, () => {
  let host: OutlookHost;
  let context: Context;

  before(async () => {
    if (forbidden() !== undefined) return; // hooks run also where every test is skipped
    registerAddIn(bitness);
    host = await startOutlook();
    await host.far.call('outlook.connect', connectMode.startup);
    await host.far.call('outlook.startupComplete');
    const control = remoteControl(host.far, () => settleByListing(backend));
    const other = { backend: 'embedded', code: 'MAPI_E_NOT_FOUND' } as const;
    context = { backend, control, entry, autoFails: undefined, other };
  });

  after(async () => {
    if (forbidden() !== undefined) return;
    await host.kill();
    unregisterAddIn(bitness);
  });

  for (const one of contract) {
    registryTest(`point ${String(one.point)}: ${one.title}`, async () => {
      await host.far.call('open', ['Work', 'Home']);
      try {
        await runCase(one, context);
      } finally {
        await host.far.call('close');
      }
    });
  }
});
