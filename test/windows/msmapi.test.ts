import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe } from 'node:test';
import { contract } from '../contract/index.js';
import { remoteControl, settleByListing } from '../contract/remoteControl.js';
import { runCase } from '../contract/runCase.js';
import { messageOf, startWorker } from '../contract/tools.js';
import type { Context } from '../contract/types.js';
import { forbidden } from './permission.js';
import { entry } from './place.js';
import { registryTest } from './registryTest.js';
import { startStandIn, type StandIn } from './standIn.js';
import { assertNoAccounts } from './withoutAccounts.js';

const backend = 'msmapi';

/** MAPI_MULTITHREAD_NOTIFICATIONS | MAPI_NO_COINIT, in APTTYPE_MTA. */
const inUse = { balance: 1, threads: 1, flags: 9, apartment: 1 };

describe('the backend msmapi on a stand-in for Outlook’s DLL', () => {
  let standIn: StandIn;
  let context: Context;

  before(() => {
    if (forbidden() !== undefined) return; // hooks run also where every test is skipped
    standIn = startStandIn();
    const control = remoteControl(standIn.far, () => settleByListing(backend));
    const other = { backend: 'embedded', code: 'MAPI_E_NOT_FOUND' } as const;
    context = { backend, control, entry, autoFails: undefined, other };
  });

  after(async () => {
    if (forbidden() !== undefined) return;
    await standIn.end();
  });

  registryTest(
    'initialises MAPI on one thread, in the multithreaded apartment, while anybody uses it',
    async () => {
      const { far } = standIn;
      const { balance, threads } = await far.call('mapiUse');
      assert.deepEqual([balance, threads], [0, 0]);
      await far.call('open', ['Work']);
      const body = `rx.connectionState$('Work', { backend }).subscribe((s) => parentPort.postMessage(s));`;
      const workers = [startWorker(context, body), startWorker(context, body)];
      try {
        const said = await Promise.all(workers.map((worker) => messageOf(worker)));
        assert.deepEqual(said, ['online', 'online']);
        assert.deepEqual(await far.call('mapiUse'), inUse);
        await workers[0]!.terminate();
        assert.deepEqual(await far.call('mapiUse'), inUse);
        await workers[1]!.terminate();
        assert.deepEqual(await far.call('mapiUse'), { ...inUse, balance: 0, threads: 0 });
      } finally {
        await Promise.all(workers.map((worker) => worker.terminate()));
        await far.call('close');
      }
    },
  );

  registryTest('leaves MAPI, and nothing registered, when the process exits inside next', () => {
    const script = `
      const { connectionState$ } = require('rx-outlook');
      const standIn = { exports: {} };
      process.dlopen(standIn, ${JSON.stringify(standIn.dll)});
      const { EmbeddedProfile, mapiUse } = standIn.exports;
      const profile = new EmbeddedProfile('Work');
      connectionState$('Work', { backend: 'msmapi' }).subscribe(() => process.exit(7));
      process.on('exit', () => {
        const { balance, threads } = mapiUse();
        const { advises, unadvises, references } = profile.counters();
        console.log(JSON.stringify({ balance, threads, advises, unadvises, references }));
      });`;
    const options = { encoding: 'utf8', timeout: 60_000 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], options);
    assert.deepEqual([status, stderr], [7, '']);
    const expected = { balance: 0, threads: 0, advises: 1, unadvises: 1, references: 0 };
    assert.deepEqual(JSON.parse(stdout), expected);
  });

  registryTest('has no accounts, and says so', async () => {
    await standIn.far.call('open', ['Work', 'Home']);
    try {
      await runCase({ run: () => assertNoAccounts('msmapi') }, context);
    } finally {
      await standIn.far.call('close');
    }
  });

  for (const point of new Set(contract.map((one) => one.point))) {
    describe(`contract, point ${String(point)}`, () => {
      for (const one of contract.filter((other) => other.point === point)) {
        registryTest(one.title, async () => {
          await standIn.far.call('open', ['Work', 'Home']);
          try {
            await runCase(one, context);
          } finally {
            await standIn.far.call('close');
          }
        });
      }
    });
  }

  registryTest(
    'has MAPI initialised once on the thread of msmapi, and on that of auto',
    async () => {
      assert.deepEqual(await standIn.far.call('mapiUse'), { ...inUse, balance: 2, threads: 2 });
    },
  );
});
