import assert from 'node:assert/strict';
import { connectionState$, connectionStateChange$, openOfflineObject } from 'rx-outlook';
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
      const calls = {
        open: 'HrOpenOfflineObj',
        getCapabilities: 'GetCapabilities',
        advise: 'Advise',
        getCurrentState: 'GetCurrentState',
      } as const;
      for (const [call, operation] of Object.entries(calls)) {
        const hold = await control.holdNext(call as keyof typeof calls);
        const late = new Recorder(connectionState$('Work', { backend, timeout: 1_000 }));
        const error = await late.failure();
        assert.deepEqual([error.code, error.operation], ['ERR_TIMEOUT', operation]);
        assert.match(error.message, /within 1000 ms for profile "Work"/);
        await hold.release();
        await control.settled();
        assert.deepEqual(late.values, []);
      }
      await allUnadvised(context, (await control.counters()).advises);
    },
  },
  {
    point: 5,
    title: 'a state that is read again, and not answered in time, errors the stream too',
    async run({ backend, control }) {
      const states = new Recorder(connectionState$('Work', { backend, timeout: 2_000 }));
      const patient = new Recorder(connectionState$('Work', { backend }));
      await states.count(1);
      await patient.count(1);
      await control.settled();
      const hold = await control.holdNext('getCurrentState');
      // The first notification of a registration has the state read again.
      await control.setState('Work', 'offline');
      await hold.entered;
      await states.until(() => states.error !== undefined).catch(() => undefined);
      const error = await states.failure();
      assert.deepEqual([error.code, error.operation], ['ERR_TIMEOUT', 'GetCurrentState']);
      assert.equal(patient.error, undefined);
      await hold.release();
      await control.setState('Work', 'online');
      assert.deepEqual(await patient.count(3), ['online', 'offline', 'online']);
      patient.end();
    },
  },
  {
    point: 5,
    title: 'a stream outlives its time limit once it has begun, however quiet or busy it is',
    async run({ backend, control }) {
      const timeout = 2_000;
      // One profile must do: Outlook has no other open.
      const quiet = new Recorder(connectionState$('Work', { backend, timeout }));
      await quiet.count(1);
      await new Promise((resolve) => setTimeout(resolve, 1.5 * timeout));
      assert.equal(quiet.error, undefined);
      quiet.end();
      const busy = new Recorder(connectionStateChange$('Work', { backend, timeout }));
      await control.settled();
      // Several threads have the state read again and again.
      const flood = await control.flood('Work', { threads: 4 });
      await new Promise((resolve) => setTimeout(resolve, 1.5 * timeout));
      await flood.stop();
      assert.equal(busy.error, undefined);
      busy.end();
    },
  },
  {
    point: 5,
    title: 'an answer that arrived while JavaScript was busy is in time',
    async run({ backend, control }) {
      const timeout = 2_000;
      const hold = await control.holdNext('getCurrentState');
      const states = new Recorder(connectionState$('Work', { backend, timeout }));
      const object = openOfflineObject('Work', { backend, timeout });
      await hold.entered;
      await hold.release();
      // The timers are due when the loop goes on, before the queue is read.
      const until = performance.now() + 1.5 * timeout;
      while (performance.now() < until);
      assert.deepEqual(await states.count(1), ['online']);
      states.end();
      await (await object).close();
      await control.settled();
    },
  },
  {
    point: 5,
    title:
      'the time of a subscription runs from when the backend is asked, however busy JavaScript is',
    async run({ backend }) {
      const timeout = 2_000;
      const states = new Recorder(connectionState$('Work', { backend, timeout }));
      const until = performance.now() + 1.5 * timeout;
      while (performance.now() < until);
      assert.deepEqual(await states.count(1), ['online']);
      states.end();
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
