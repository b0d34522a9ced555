import assert from 'node:assert/strict';
import { connectionState$, connectionStateChange$, type ConnectionStateChange } from 'rx-outlook';
import { Recorder, repetitions } from './tools.js';
import type { ContractCase } from './types.js';

const rounds = repetitions(200);

export const silence: readonly ContractCase[] = [
  {
    point: 3,
    title: 'after unsubscribe() nothing comes, though a flood from eight threads goes on',
    async run({ backend, control }) {
      const flood = await control.flood('Work', { threads: 8 });
      for (let round = 0; round < rounds; ++round) {
        const states = new Recorder(connectionState$('Work', { backend }));
        await states.count(2);
        states.end();
        const seen = states.values.length;
        await new Promise(setImmediate);
        assert.equal(states.values.length, seen);
      }
      await flood.stop();
    },
  },
  {
    point: 3,
    title: 'a notification that arrives while Unadvise runs is not delivered',
    async run({ backend, control }) {
      const changes = new Recorder(connectionStateChange$('Work', { backend }));
      const witness = new Recorder(connectionStateChange$('Work', { backend }));
      await control.settled();
      await control.duringUnadvise('Work', 'offline');
      changes.end();
      await witness.count(3);
      assert.deepEqual(changes.values, []);
      witness.end();
    },
  },
  {
    point: 3,
    title: 'one subscriber that ends another silences it within the same batch',
    async run({ backend, control }) {
      const change$ = connectionStateChange$('Work', { backend });
      const others: Recorder<ConnectionStateChange>[] = [];
      const first = new Recorder(change$, () => {
        for (const other of others) other.end();
      });
      others.push(new Recorder(change$), new Recorder(change$));
      await control.settled();
      await control.setState('Work', 'offline');
      await first.count(3);
      for (const other of others) assert.deepEqual(other.values, []);
      first.end();
    },
  },
];
