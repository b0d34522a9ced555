import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { accounts$, connectionState$, connectionStatus$, diagnostics } from 'rx-outlook';
import { messageOf, Recorder, startWorker } from '../contract/tools.js';
import { type AutomationOutlook, mode, withOutlook } from './automationOutlook.js';
import { bitness } from './lineProgram.js';
import { entry } from './place.js';

// How often Outlook is looked at, counted inside of it.

const backend = 'automation';
const alice = { name: 'alice@example.com' };
const limit = { timeout: 90_000 };
const each = 50;

/** What ends a worker, and what its body does for it. */
const endings = {
  'terminate()': 'setInterval(() => undefined, 1000);',
  'process.exit()': "parentPort.on('message', () => process.exit(0));",
  'an uncaught exception': "parentPort.on('message', () => { throw new Error('on purpose'); });",
  'its loop running dry': "parentPort.once('message', () => undefined);",
} as const;

/** One look in each period, and one at either end: however slow the machine is, there are not more. */
async function assertOneLookEach(outlook: AutomationOutlook, period: number): Promise<void> {
  const begun = performance.now();
  const { looks, calls } = await outlook.counts();
  await outlook.awaitLooks(4);
  const after = await outlook.counts();
  const passed = performance.now() - begun;
  const made = after.looks - looks;
  assert(made <= passed / period + 2, `${String(made)} looks in ${passed.toFixed(0)} ms`);
  // Five calls, and four for the one account: a look may be under way at either end.
  assert(after.calls - calls <= 9 * (made + 1), `${String(after.calls - calls)} calls`);
}

describe(`looks at an Outlook for ${bitness}`, () => {
  test('nothing is read before subscribe', limit, () =>
    withOutlook([alice], async (outlook) => {
      connectionState$('Work', { backend });
      connectionStatus$('Work', { backend });
      accounts$('Work', { backend });
      await outlook.awaitSilence(250);
      assert.equal((await outlook.counts()).calls, 0);
    }),
  );

  test(
    '200 subscriptions of two threads make one look a period, and none after the last',
    limit,
    () =>
      withOutlook([alice], async (outlook) => {
        const pollInterval = 1_000;
        const options = { backend, pollInterval } as const;
        const { registrations } = diagnostics();
        const worker = startWorker(
          { entry, backend } as Parameters<typeof startWorker>[0],
          `const options = { backend, pollInterval: ${String(pollInterval)} };
         let told = 0;
         const tell = () => {
           told += 1;
           if (told === ${String(2 * each)}) parentPort.postMessage('subscribed');
           if (told === ${String(3 * each)}) parentPort.postMessage('changed');
         };
         for (let i = 0; i < ${String(each)}; ++i) {
           rx.connectionState$('Work', options).subscribe(tell);
           rx.connectionState$('Work', { ...options, account: ${JSON.stringify(alice.name)} }).subscribe(tell);
         }`,
        );
        assert.equal(await messageOf(worker), 'subscribed');
        const recorders = Array.from({ length: each }, () => [
          new Recorder(connectionState$('Work', options)),
          new Recorder(connectionState$('Work', { ...options, account: alice.name })),
        ]).flat();
        for (const recorder of recorders) await recorder.count(1);
        assert.equal(diagnostics().registrations, registrations + 2 * each);
        await assertOneLookEach(outlook, pollInterval);
        const changed = messageOf(worker);
        await outlook.setMode(mode.offline);
        for (const [i, recorder] of recorders.entries()) {
          if (i % 2 === 0) assert.deepEqual(await recorder.count(2), ['online', 'offline']);
        }
        assert.equal(await changed, 'changed');
        for (const recorder of recorders) recorder.end();
        await assertOneLookEach(outlook, pollInterval); // of the worker's
        await worker.terminate();
        await outlook.awaitSilence(pollInterval);
        assert.equal(diagnostics().registrations, registrations);
      }),
  );

  test('the shortest pollInterval counts for all, as long as it is wanted', limit, () =>
    withOutlook([alice], async (outlook) => {
      const patient = new Recorder(connectionState$('Work', { backend, pollInterval: 3_600_000 }));
      await patient.count(1);
      const quick = new Recorder(connectionState$('Work', { backend, pollInterval: 250 }));
      await quick.count(1);
      await assertOneLookEach(outlook, 250);
      await outlook.setMode(mode.offline);
      assert.deepEqual(await patient.count(2), ['online', 'offline']);
      quick.end();
      await outlook.awaitSilence(250);
      patient.end();
    }),
  );

  for (const [ending, body] of Object.entries(endings)) {
    test(`a worker that ends by ${ending} is looked for no more`, limit, () =>
      withOutlook([alice], async (outlook) => {
        const worker = startWorker(
          { entry, backend } as Parameters<typeof startWorker>[0],
          `let waiting = 10;
           for (let i = 0; i < 10; ++i) {
             rx.connectionState$('Work', { backend, pollInterval: 250, ref: false }).subscribe(() => {
               if (--waiting === 0) parentPort.postMessage('subscribed');
             });
           }
           ${body}`,
        );
        const exited = once(worker, 'exit').catch(() => undefined);
        assert.equal(await messageOf(worker), 'subscribed');
        await outlook.awaitLooks(2);
        if (ending === 'terminate()') await worker.terminate();
        else worker.postMessage('end');
        await exited;
        await outlook.awaitSilence(250);
      }),
    );
  }

  test('an idle process that only imports makes none', limit, () =>
    withOutlook([alice], async (outlook) => {
      const script = `require(${JSON.stringify(entry)}); setTimeout(() => undefined, 1_000);`;
      const child = spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
      const [code] = (await once(child, 'exit')) as [number | null];
      assert.deepEqual([code, (await outlook.counts()).calls], [0, 0]);
    }),
  );
});
