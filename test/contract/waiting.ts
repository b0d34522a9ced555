import assert from 'node:assert/strict';
import { connectionState$, openOfflineObject } from 'rx-outlook';
import { allUnadvised, messageOf, Recorder, startWorker } from './tools.js';
import type { ContractCase } from './types.js';

export const waiting: readonly ContractCase[] = [
  {
    point: 5,
    title: 'JavaScript goes on while a call is stuck in the offline object',
    async run({ backend, control }) {
      for (const call of ['open', 'getCapabilities', 'advise', 'getCurrentState'] as const) {
        const hold = await control.holdNext(call);
        const states = new Recorder(connectionState$('Work', { backend }));
        await hold.entered;
        let turns = 0;
        while (turns < 100) {
          await new Promise(setImmediate);
          ++turns;
        }
        assert.deepEqual(states.values, []);
        await hold.release();
        assert.deepEqual(await states.count(1), ['online']);
        states.end();
      }
    },
  },
  {
    point: 5,
    title:
      'a call that is not answered in time errors its stream, and is unadvised when it returns',
    async run(context) {
      const { backend, control } = context;
      const hold = await control.holdNext('advise');
      const late = new Recorder(connectionState$('Work', { backend, timeout: 20 }));
      const error = await late.failure();
      assert.deepEqual([error.code, error.operation], ['ERR_TIMEOUT', 'Advise']);
      assert.match(error.message, /within 20 ms for profile "Work"/);
      await hold.release();
      await allUnadvised(context, 1);
      assert.deepEqual(late.values, []);
    },
  },
  {
    point: 5,
    title: 'an answer that arrived while JavaScript was busy is in time',
    async run({ backend, control }) {
      const states = new Recorder(connectionState$('Work', { backend, timeout: 20 }));
      const object = openOfflineObject('Work', { backend, timeout: 20 });
      const until = performance.now() + 200;
      while (performance.now() < until);
      assert.deepEqual(await states.count(1), ['online']);
      states.end();
      await (await object).close();
      await control.settled();
    },
  },
  {
    point: 5,
    title: 'a subscription that ends while its Advise is under way is unadvised when that returns',
    async run(context) {
      const { backend, control } = context;
      const hold = await control.holdNext('advise');
      const states = new Recorder(connectionState$('Work', { backend }));
      await hold.entered;
      states.end();
      await hold.release();
      await allUnadvised(context, 1);
      assert.deepEqual(states.values, []);
    },
  },
  {
    point: 5,
    title: 'every call into the offline object is made on one thread, also for several workers',
    async run(context) {
      const { backend, control } = context;
      const body = `rx.connectionState$('Work', { backend }).subscribe((s) => parentPort.postMessage(s));`;
      const workers = [startWorker(context, body), startWorker(context, body)];
      const states = new Recorder(connectionState$('Work', { backend }));
      const said = await Promise.all(workers.map((worker) => messageOf(worker)));
      assert.deepEqual(said, ['online', 'online']);
      await states.count(1);
      await Promise.all(workers.map((worker) => worker.terminate()));
      states.end();
      await allUnadvised(context, 3);
      assert.equal((await control.counters()).callingThreads, 1);
    },
  },
  {
    point: 5,
    title: 'setCurrentState with wait resolves when DONE has come, not before',
    async run({ backend, control }) {
      const object = await openOfflineObject('Work', { backend });
      const hold = await control.holdNext('change');
      let settled = false;
      const change = object.setCurrentState('offline', { wait: true }).then(() => {
        settled = true;
      });
      await hold.entered;
      // A round trip to the object, so that an answer to the first request would have come.
      assert.equal(await object.currentState(), 'online');
      assert.equal(settled, false);
      await hold.release();
      await change;
      assert.equal(await object.currentState(), 'offline');
      // Nothing to change is complete at once.
      await object.setCurrentState('offline', { wait: true });
      await object.close();
    },
  },
];
