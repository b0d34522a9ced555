import assert from 'node:assert/strict';
import { connectionState$, connectionStatus$, openOfflineObject } from 'rx-outlook';
import { messageOf, Recorder, startWorker } from './tools.js';
import type { ContractCase } from './types.js';

export const pretence: readonly ContractCase[] = [
  {
    point: 9,
    title: 'a status is unknown when the object says neither, and when it is gone; never a guess',
    async run({ backend, control }) {
      const statuses = new Recorder(connectionStatus$('Work', { backend }));
      await statuses.count(1);
      await control.settled();
      await control.setRawState('Work', 0);
      await control.notifyRaw('Work', { type: 2, previous: 2, current: 0 });
      await statuses.count(2);
      await control.setRawState('Work', 1);
      await control.notifyRaw('Work', { type: 2, previous: 0, current: 1 });
      await statuses.count(3);
      await control.removeProfile('Work');
      const told = await statuses.count(4);
      assert.deepEqual(
        told.slice(0, 4).map(({ state, reason }) => reason ?? state),
        ['online', 'neither', 'offline', 'gone'],
      );
      statuses.end();
    },
  },
  {
    point: 9,
    title: 'auto never takes the embedded backend: it opens Outlook’s object, or fails and says so',
    async run({ autoFails, backend, control }) {
      const states = new Recorder(connectionState$('Work', { backend: 'auto' }));
      if (autoFails === undefined) {
        assert.notEqual(backend, 'embedded');
        assert.deepEqual(await states.count(1), ['online']);
        assert.equal((await control.counters()).advises, 1);
        states.end();
        await (await openOfflineObject('Work', { backend: 'auto' })).close();
        return;
      }
      const error = await states.failure();
      assert.equal(error.code, autoFails.code);
      assert.match(error.message, autoFails.message);
      const { code } = autoFails;
      await assert.rejects(openOfflineObject('Work', { backend: 'auto' }), { code });
      assert.equal((await control.counters()).advises, 0);
    },
  },
  {
    point: 9,
    title:
      'the option, then setDefaultBackend, then RX_OUTLOOK_BACKEND, then auto; read at subscribe',
    async run(context) {
      const { autoFails, other } = context;
      const worker = startWorker(
        context,
        `const other = ${JSON.stringify(other.backend)};
         const of = (state$) => new Promise((resolve) => {
           const subscription = state$.subscribe({
             next(state) { subscription.unsubscribe(); resolve(state); },
             error: ({ code }) => resolve(code),
           });
         });
         const now = (options) => of(rx.connectionState$('Work', options));
         (async () => {
           const said = [];
           delete process.env.RX_OUTLOOK_BACKEND;
           said.push(await now());
           process.env.RX_OUTLOOK_BACKEND = backend;
           said.push(await now());
           process.env.RX_OUTLOOK_BACKEND = other;
           const state$ = rx.connectionState$('Work');
           said.push(await of(state$));
           process.env.RX_OUTLOOK_BACKEND = 'exchange';
           said.push(await now());
           rx.setDefaultBackend(backend);
           said.push(await now(), await now({ backend: 'auto' }), await now({ backend: other }));
           said.push(await of(state$));
           parentPort.postMessage(said);
         })();`,
      );
      const auto = autoFails?.code ?? 'online';
      assert.deepEqual(await messageOf(worker), [
        ...[auto, 'online', other.code, 'ERR_BACKEND_UNAVAILABLE'],
        ...['online', auto, other.code, 'online'],
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
