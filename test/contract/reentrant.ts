import assert from 'node:assert/strict';
import {
  connectionState$,
  connectionStateChange$,
  type ConnectionState,
  openOfflineObject,
} from 'rx-outlook';
import { config } from 'rxjs';
import { eventually, Recorder } from './tools.js';
import type { ContractCase } from './types.js';

export const reentrant: readonly ContractCase[] = [
  {
    point: 4,
    title: 'in next one may unsubscribe',
    async run({ backend, control }) {
      const changes = new Recorder(connectionStateChange$('Work', { backend }), (_, self) => {
        self.end();
      });
      const witness = new Recorder(connectionStateChange$('Work', { backend }));
      await control.settled();
      await control.setState('Work', 'offline');
      await witness.count(3);
      assert.equal(changes.values.length, 1);
      witness.end();
    },
  },
  {
    point: 4,
    title: 'in next one may subscribe again',
    async run({ backend, control }) {
      const inner: Recorder<ConnectionState>[] = [];
      const outer = new Recorder(connectionState$('Work', { backend }), () => {
        inner.push(new Recorder(connectionState$('Work', { backend })));
      });
      await outer.count(1);
      await inner[0]?.count(1);
      await control.setState('Work', 'offline');
      await outer.count(2);
      await inner[1]?.count(1);
      assert.deepEqual(
        inner.map(({ values }) => values.at(-1)),
        ['offline', 'offline'],
      );
      for (const recorder of [outer, ...inner]) recorder.end();
    },
  },
  {
    point: 4,
    title: 'in next one may set the state',
    async run({ backend }) {
      const object = await openOfflineObject('Work', { backend });
      const answers: Promise<void>[] = [];
      const states = new Recorder(connectionState$('Work', { backend }), (state) => {
        // In its own time: the change that is told here may not be complete yet.
        if (state === 'offline' && answers.length === 1) {
          answers.push(
            eventually(async () => {
              try {
                await object.setCurrentState('online');
                return true;
              } catch (error) {
                assert.equal((error as { code?: string }).code, 'E_PENDING');
                return false;
              }
            }, 'the state can be set again'),
          );
        }
        if (answers.length === 0) answers.push(object.setCurrentState('offline'));
      });
      assert.deepEqual(await states.count(3), ['online', 'offline', 'online']);
      await Promise.all(answers);
      states.end();
      await object.close();
    },
  },
  {
    point: 4,
    title: 'a next that throws is reported by RxJS and costs nobody anything',
    async run({ backend, control }) {
      const reported: unknown[] = [];
      const before = config.onUnhandledError;
      config.onUnhandledError = (error) => reported.push(error);
      try {
        const throwing = new Recorder(connectionStateChange$('Work', { backend }), ({ phase }) => {
          throw new Error(phase);
        });
        const witness = new Recorder(connectionStateChange$('Work', { backend }));
        await control.settled();
        await control.setState('Work', 'offline');
        assert.equal((await witness.count(3)).length, 3);
        await eventually(() => reported.length === 3, 'all three errors are reported');
        assert.equal(throwing.values.length, 3);
        assert.deepEqual(
          reported.map((error) => (error as Error).message),
          ['start', 'change', 'done'],
        );
        throwing.end();
        witness.end();
      } finally {
        config.onUnhandledError = before;
      }
    },
  },
];
