import { once } from 'node:events';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { eventually } from '../contract/tools.js';
import { runScript } from '../fixtures/runScript.js';

const rounds = 50;
const subscriptions = 100;
const entry = resolve('dist/cjs/lib/index.js');

function startWorker(body: string): Worker {
  return new Worker(
    `const { parentPort } = require('node:worker_threads');
     const { connectionState$, connectionStateChange$ } = require(${JSON.stringify(entry)});
     const source = (make, next) => {
       for (let i = 0; i < ${subscriptions}; ++i) make('Work', { backend: 'embedded' }).subscribe(next);
     };
     ${body}`,
    { eval: true },
  );
}

describe(`a worker with ${subscriptions} subscriptions, terminated ${rounds} times`, () => {
  let outlook: EmbeddedOutlook;
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
  });
  afterEach(() => {
    outlook.close();
  });

  /** The environment's end waits for its Unadvise calls, so there is nothing to wait for here. */
  function expectNothingLeft(advises: number): void {
    const counters = outlook.counters();
    expect(counters).toMatchObject({ advises, unadvises: advises, registrations: 0 });
  }

  it('while idle, leaves nothing behind', async () => {
    for (let round = 1; round <= rounds; ++round) {
      const worker = startWorker(
        `let quiet = ${subscriptions};
         source(connectionState$, () => { if (--quiet === 0) parentPort.postMessage('idle'); });`,
      );
      await once(worker, 'message');
      expect(outlook.registrations()).toBe(subscriptions);
      await worker.terminate();
      expectNothingLeft(round * subscriptions);
      expect(outlook.counters().references).toBe(0);
    }
  }, 300_000);

  it('while an Advise is under way, leaves nothing behind', async () => {
    for (let round = 1; round <= rounds; ++round) {
      const hold = outlook.holdNext('advise');
      const worker = startWorker('source(connectionState$, () => undefined);');
      await hold.entered;
      const terminated = worker.terminate();
      hold.release();
      await terminated;
      // The one under way succeeded and was unadvised; the others were never begun, or as far as
      // the dispatcher got before the end was announced.
      const { advises, unadvises, registrations, references } = outlook.counters();
      expect(advises).toBeGreaterThanOrEqual(round);
      expect([unadvises, registrations, references]).toEqual([advises, 0, 0]);
    }
  }, 300_000);

  it('inside next during a flood, leaves nothing behind', async () => {
    const flood = outlook.flood('Work');
    for (let round = 1; round <= rounds; ++round) {
      const worker = startWorker(
        `let told = false;
         source(connectionStateChange$, () => {
           if (!told) parentPort.postMessage(told = true);
           for (let i = 0; i < 1e6; ++i);
         });`,
      );
      await once(worker, 'message');
      await worker.terminate();
      const { advises, unadvises, registrations } = outlook.counters();
      expect([unadvises, registrations]).toEqual([advises, 0]);
    }
    await flood.stop();
    expect(outlook.counters().references).toBe(0);
  }, 300_000);

  it('with the addon loaded nowhere else, leaves nothing behind and the process goes on', async () => {
    const { stdout, stderr, code, signal } = await runScript(`
      const { Worker } = require('node:worker_threads');
      const { once } = require('node:events');
      const body = \`
        const { parentPort } = require('node:worker_threads');
        const { connectionStateChange$ } = require('rx-outlook');
        const { embeddedOutlook } = require('rx-outlook/testing');
        const outlook = embeddedOutlook({ profiles: ['Work ' + require('node:worker_threads').workerData] });
        let told = false;
        for (let i = 0; i < ${subscriptions}; ++i) {
          connectionStateChange$(outlook.profiles[0], { backend: 'embedded' }).subscribe(() => {
            if (!told) parentPort.postMessage(told = true);
          });
        }
        if (require('node:worker_threads').workerData === 0) outlook.flood(outlook.profiles[0]);
        else outlook.settled().then(() => outlook.setState(outlook.profiles[0], 'offline'));\`;
      (async () => {
        for (let round = 0; round < ${rounds}; ++round) {
          const worker = new Worker(body, { eval: true, workerData: round });
          await once(worker, 'message');
          await worker.terminate();
        }
        // The first one's flood still runs, on a thread of the binary, which is loaded by nobody now.
        const outlook = require('rx-outlook/testing').embeddedOutlook({ profiles: ['Later'] });
        require('rx-outlook').connectionState$('Later', { backend: 'embedded' }).subscribe((state) => {
          console.log(state, outlook.registrations());
          process.exit(0);
        });
      })();`);
    expect([stdout, stderr, code, signal]).toEqual(['online 1\n', '', 0, null]);
  }, 300_000);

  it('that hangs in a call, does not hold up the process for longer than the limit', async () => {
    const hold = outlook.holdNext('advise');
    const worker = startWorker('source(connectionState$, () => undefined);');
    await hold.entered;
    await worker.terminate();
    expect(outlook.counters().registrations).toBe(0);
    // Abandoned, not lost: what returns late, on a thread that nobody shares any more, is unadvised.
    hold.release();
    await eventually(() => outlook.counters().unadvises === 1, 'the late Advise is unadvised');
    expectNothingLeft(1);
  }, 60_000);
});
