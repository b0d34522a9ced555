import assert from 'node:assert/strict';
import { connectionState$, diagnostics } from 'rx-outlook';
import { allUnadvised, messageOf, Recorder, startWorker } from './tools.js';
import type { ContractCase } from './types.js';

export const environments: readonly ContractCase[] = [
  {
    point: 8,
    title: 'the main thread and workers see the same profile, each with streams of its own',
    async run(context) {
      const { backend, control } = context;
      const before = diagnostics().registrations;
      const body = `rx.connectionState$('Work', { backend }).subscribe((state) =>
        parentPort.postMessage([state, rx.diagnostics().registrations]));`;
      const worker = startWorker(context, body);
      const states = new Recorder(connectionState$('Work', { backend }));
      assert.deepEqual(await messageOf(worker), ['online', 1]);
      await states.count(1);
      const next = messageOf(worker);
      await control.setState('Work', 'offline');
      assert.deepEqual(await next, ['offline', 1]);
      assert.deepEqual(await states.count(2), ['online', 'offline']);
      assert.equal(diagnostics().registrations, before + 1);

      await worker.terminate();
      await control.setState('Work', 'online');
      assert.deepEqual(await states.count(3), ['online', 'offline', 'online']);
      states.end();
      await allUnadvised(context, 2);
    },
  },
  {
    point: 8,
    title: 'workers may be terminated inside next while a flood goes on',
    async run(context) {
      const flood = await context.control.flood('Work', {});
      for (let round = 0; round < 5; ++round) {
        const worker = startWorker(
          context,
          `let told = false;
           rx.connectionStateChange$('Work', { backend }).subscribe(() => {
             if (!told) parentPort.postMessage(told = true);
             for (let i = 0; i < 1e5; ++i);
           });`,
        );
        await messageOf(worker);
        await worker.terminate();
      }
      await flood.stop();
      await allUnadvised(context, 5);
    },
  },
];
