import assert from 'node:assert/strict';
import { connectionState$, openOfflineObject } from 'rx-outlook';
import { messageOf, Recorder, startWorker } from './tools.js';
import type { ContractCase } from './types.js';

export const pretence: readonly ContractCase[] = [
  {
    point: 9,
    title: 'auto never takes the embedded backend: without Outlook it fails and says so',
    async run() {
      const error = await new Recorder(connectionState$('Work', { backend: 'auto' })).failure();
      assert.equal(error.code, 'ERR_BACKEND_UNAVAILABLE');
      assert.match(error.message, /No way to an Outlook/);
      await assert.rejects(openOfflineObject('Work', { backend: 'auto' }), {
        code: 'ERR_BACKEND_UNAVAILABLE',
      });
    },
  },
  {
    point: 9,
    title:
      'the option, then setDefaultBackend, then RX_OUTLOOK_BACKEND, then auto; read at subscribe',
    async run(context) {
      const worker = startWorker(
        context,
        `const codes = [];
         const code = (options) => new Promise((resolve) =>
           rx.connectionState$('No such', options).subscribe({ error: (e) => resolve(e.code) }));
         (async () => {
           delete process.env.RX_OUTLOOK_BACKEND;
           const state$ = rx.connectionState$('No such');
           codes.push(await code());
           process.env.RX_OUTLOOK_BACKEND = backend;
           codes.push(await code());
           process.env.RX_OUTLOOK_BACKEND = 'exchange';
           codes.push(await code());
           rx.setDefaultBackend(backend);
           codes.push(await code());
           codes.push(await code({ backend: 'auto' }));
           codes.push(await new Promise((resolve) => state$.subscribe({ error: (e) => resolve(e.code) })));
           parentPort.postMessage(codes);
         })();`,
      );
      assert.deepEqual(await messageOf(worker), [
        'ERR_BACKEND_UNAVAILABLE',
        'MAPI_E_NOT_FOUND',
        'ERR_BACKEND_UNAVAILABLE',
        'MAPI_E_NOT_FOUND',
        'ERR_BACKEND_UNAVAILABLE',
        'MAPI_E_NOT_FOUND',
      ]);
      await worker.terminate();
    },
  },
  {
    point: 9,
    title: 'a state that is neither online nor offline is unknown',
    async run({ backend, control }) {
      const object = await openOfflineObject('Work', { backend });
      for (const bits of [0, 3, 0x340]) {
        await control.setRawState('Work', bits);
        assert.equal(await object.currentState(), 'unknown');
      }
      await object.close();
    },
  },
];
