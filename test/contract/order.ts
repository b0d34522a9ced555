import assert from 'node:assert/strict';
import {
  connectionState$,
  connectionStateChange$,
  diagnostics,
  openOfflineObject,
} from 'rx-outlook';
import { eventually, Recorder } from './tools.js';
import type { ContractCase } from './types.js';

export const order: readonly ContractCase[] = [
  {
    point: 2,
    title: 'the state of the moment comes first, then each one that differs from the last',
    async run({ backend, control }) {
      await control.setState('Work', 'offline');
      const states = new Recorder(connectionState$('Work', { backend }));
      await states.count(1);
      for (const state of ['online', 'online', 'offline'] as const) {
        await control.setState('Work', state);
      }
      assert.deepEqual(await states.count(3), ['offline', 'online', 'offline']);
      states.end();
    },
  },
  {
    point: 2,
    title: 'a change is told as start, change and done, each with both states and a time',
    async run({ backend, control }) {
      const changes = new Recorder(connectionStateChange$('Work', { backend }));
      await control.settled();
      const before = Date.now();
      await control.setState('Work', 'offline');
      const told = await changes.count(3);
      const after = Date.now();
      assert.deepEqual(
        told.map(({ phase }) => phase),
        ['start', 'change', 'done'],
      );
      for (const change of told) {
        const { profile, previous, current, merged, timestamp } = change;
        assert.deepEqual([profile, previous, current, merged], ['Work', 'online', 'offline', 1]);
        assert(timestamp >= before && timestamp <= after);
      }
      changes.end();
    },
  },
  {
    point: 2,
    title: 'a start is no state yet',
    async run({ backend, control }) {
      const states = new Recorder(connectionState$('Work', { backend }));
      const changes = new Recorder(connectionStateChange$('Work', { backend }));
      await states.count(1);
      await control.settled();
      const hold = await control.holdNext('change');
      const changed = control.setState('Work', 'offline');
      await hold.entered;
      await changes.count(1);
      assert.deepEqual(states.values, ['online']);
      await hold.release();
      await changed;
      assert.deepEqual(await states.count(2), ['online', 'offline']);
      states.end();
      changes.end();
    },
  },
  {
    point: 2,
    title: 'no change is lost that comes before Advise has returned',
    async run({ backend, control }) {
      await control.duringAdvise('Work', 'offline');
      const changes = new Recorder(connectionStateChange$('Work', { backend }));
      assert.deepEqual(
        (await changes.count(3)).map(({ phase }) => phase),
        ['start', 'change', 'done'],
      );
      await control.duringAdvise('Work', 'online');
      const states = new Recorder(connectionState$('Work', { backend }));
      await states.count(1);
      await control.setState('Work', 'offline');
      await states.until(() => states.values.at(-1) === 'offline');
      assert.deepEqual(states.values, ['online', 'offline']);
      states.end();
      changes.end();
    },
  },
  {
    point: 2,
    title: 'notifications wait behind the snapshot',
    async run({ backend, control }) {
      const hold = await control.holdNext('getCurrentState');
      const states = new Recorder(connectionState$('Work', { backend }));
      await hold.entered;
      await control.setState('Work', 'offline');
      await control.setState('Work', 'online');
      assert.deepEqual(states.values, []);
      await hold.release();
      // The snapshot is read when both changes have been told; they follow it all the same.
      assert.deepEqual(await states.count(3), ['online', 'offline', 'online']);
      states.end();
    },
  },
  {
    point: 2,
    title: 'the last value is the state the object ends in when eight threads notify at once',
    async run({ backend, control }) {
      const object = await openOfflineObject('Work', { backend });
      const states = new Recorder(connectionState$('Work', { backend }));
      await states.count(1);
      for (let round = 0; round < 20; ++round) {
        const flood = await control.flood('Work', { changes: 2_001, threads: 8 });
        await flood.done;
        const state = await object.currentState();
        await states.until(() => states.values.at(-1) === state);
        // Nothing that is still on its way may take it back.
        await control.settled();
        const { received } = diagnostics();
        await eventually(() => {
          const { delivered, merged, dropped } = diagnostics();
          return delivered + merged + dropped === received;
        }, 'all that was received is accounted for');
        assert.equal(states.values.at(-1), state);
      }
      states.end();
      await object.close();
    },
  },
  {
    point: 2,
    title: 'other bits of the state are masked, and a state that is neither is no result',
    async run({ backend, control }) {
      await control.setRawState('Work', 0x003f0340 | 2);
      const masked = new Recorder(connectionState$('Work', { backend }));
      assert.deepEqual(await masked.count(1), ['online']);
      masked.end();
      for (const bits of [0, 3]) {
        await control.setRawState('Work', bits);
        const nothing = new Recorder(connectionState$('Work', { backend }));
        await control.settled();
        await control.notifyRaw('Work', { type: 2, previous: 2, current: 1 });
        assert.deepEqual(await nothing.count(1), ['offline']);
        nothing.end();
      }
    },
  },
  {
    point: 2,
    title: 'notifications that the API does not support are dropped and counted',
    async run({ backend, control }) {
      const changes = new Recorder(connectionStateChange$('Work', { backend }));
      await control.settled();
      const before = diagnostics();
      const supported = { type: 2, previous: 2, current: 1 };
      const unsupported = [
        { ...supported, type: 0 },
        { ...supported, type: 4 },
        { ...supported, mask: 0x003f037f },
        { ...supported, previous: 3 },
        { ...supported, current: 0 },
        { ...supported, size: 8 },
      ];
      for (const notification of unsupported) await control.notifyRaw('Work', notification);
      await control.notifyRaw('Work', supported);
      assert.equal((await changes.count(1)).length, 1);
      const after = diagnostics();
      assert.equal(after.received - before.received, unsupported.length + 1);
      assert.equal(after.dropped - before.dropped, unsupported.length);
      assert.equal(after.delivered - before.delivered, 1);
      changes.end();
    },
  },
  {
    point: 2,
    title: 'the streams never complete; they error when the object goes away',
    async run(context) {
      const { backend, control } = context;
      const states = new Recorder(connectionState$('Work', { backend }));
      const changes = new Recorder(connectionStateChange$('Work', { backend }));
      await states.count(1);
      await control.settled();
      await control.removeProfile('Work');
      for (const recorder of [states, changes]) {
        const error = await recorder.failure();
        assert.deepEqual([error.code, error.profile], ['ERR_OFFLINE_OBJECT_GONE', 'Work']);
        assert.equal(recorder.completed, false);
      }
    },
  },
];
