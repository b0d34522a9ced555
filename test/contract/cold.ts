import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connectionState$, connectionStateChange$ } from 'rx-outlook';
import { map, Subject, take, takeUntil } from 'rxjs';
import {
  allUnadvised,
  eventually,
  messageOf,
  Recorder,
  repetitions,
  startWorker,
} from './tools.js';
import type { ContractCase } from './types.js';

const pairs = repetitions(10_000);

/** What ends a worker, and what its body does for it. */
const endings = {
  'terminate()': 'setInterval(() => undefined, 1000);',
  'process.exit()': "parentPort.on('message', () => process.exit(0));",
  'an uncaught exception': "parentPort.on('message', () => { throw new Error('on purpose'); });",
  'its loop running dry': "parentPort.once('message', () => undefined);",
};

export const cold: readonly ContractCase[] = [
  {
    point: 1,
    title: 'nothing is asked of the backend before subscribe',
    async run({ backend, control }) {
      connectionState$('Work', { backend });
      connectionStateChange$('Work', { backend });
      await control.settled();
      assert.equal((await control.counters()).advises, 0);
    },
  },
  {
    point: 1,
    title: 'each subscription makes one Advise, and its end one Unadvise however often it is ended',
    async run({ backend, control }) {
      const state$ = connectionState$('Work', { backend });
      const recorders = [1, 2, 3].map(() => new Recorder(state$));
      for (const recorder of recorders) await recorder.count(1);
      const during = await control.counters();
      assert.deepEqual([during.advises, during.unadvises, during.registrations], [3, 0, 3]);
      for (const recorder of [...recorders, ...recorders]) recorder.end();
      await control.settled();
      const after = await control.counters();
      assert.deepEqual([after.advises, after.unadvises, after.registrations], [3, 3, 0]);
      assert.equal(after.references, 0);
    },
  },
  {
    point: 1,
    title: 'take, takeUntil and an error down the chain end in the one Unadvise',
    async run(context) {
      const state$ = connectionState$('Work', { backend: context.backend });
      const stop$ = new Subject<void>();
      const taken = new Recorder(state$.pipe(take(1)));
      const stopped = new Recorder(state$.pipe(takeUntil(stop$)));
      const failed = new Recorder(
        state$.pipe(
          map(() => {
            throw new Error('on purpose');
          }),
        ),
      );
      await stopped.count(1);
      stop$.next();
      assert.equal(stopped.completed, true);
      await allUnadvised(context, 3);
      assert.equal(taken.completed, true);
      assert.match(String(failed.error), /on purpose/);
    },
  },
  {
    point: 1,
    title: 'an Advise that failed gets no Unadvise, one whose GetCurrentState failed does',
    async run({ backend, control }) {
      await control.failNext('advise', 0x80004005);
      const refused = await new Recorder(connectionState$('Work', { backend })).failure();
      assert.deepEqual([refused.operation, refused.code], ['Advise', 'E_FAIL']);
      await control.failNext('getCurrentState', 0x80004005);
      const unread = await new Recorder(connectionState$('Work', { backend })).failure();
      assert.deepEqual([unread.operation, unread.code], ['GetCurrentState', 'E_FAIL']);
      await control.settled();
      const counters = await control.counters();
      assert.deepEqual([counters.advises, counters.unadvises], [1, 1]);
    },
  },
  {
    point: 1,
    title: `${String(pairs)} subscriptions, each ended at once while changes rain, are ${String(pairs)} Advise and Unadvise`,
    async run({ backend, control }) {
      const flood = await control.flood('Work', {});
      let ended = true;
      let received = 0;
      for (let i = 0; i < pairs; ++i) {
        const subscription = connectionState$('Work', { backend }).subscribe(() => {
          assert.equal(ended, false, 'called after unsubscribe() had returned');
          ++received;
        });
        if (i % 100 === 0) {
          // Now and then one lives for a turn of the loop, so that it does receive.
          ended = false;
          const before = received;
          if (i % 1_000 === 0) await eventually(() => received > before, 'it has received');
          else await new Promise(setImmediate);
        }
        subscription.unsubscribe();
        ended = true;
      }
      assert(received >= pairs / 1_000);
      await control.settled();
      await flood.stop();
      await control.settled();
      const counters = await control.counters();
      assert.deepEqual([counters.advises, counters.unadvises], [pairs, pairs]);
      assert.deepEqual([counters.registrations, counters.references], [0, 0]);
    },
  },
  ...Object.entries(endings).map(([ending, body]): ContractCase => ({
    point: 1,
    title: `a worker that ends by ${ending} leaves no registration behind`,
    async run(context) {
      const worker = startWorker(
        context,
        `let waiting = 10;
           for (let i = 0; i < 10; ++i) {
             rx.connectionState$('Work', { backend, ref: false }).subscribe(() => {
               if (--waiting === 0) parentPort.postMessage('subscribed');
             });
           }
           ${body}`,
      );
      const exited = once(worker, 'exit').catch(() => undefined);
      assert.equal(await messageOf(worker), 'subscribed');
      assert.equal((await context.control.counters()).registrations, 10);
      if (ending === 'terminate()') await worker.terminate();
      else worker.postMessage('end');
      await exited;
      await allUnadvised(context, 10);
    },
  })),
];
