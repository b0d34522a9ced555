import assert from 'node:assert/strict';
import type { Ran } from '../fixtures/runScript.js';

/** How a process ends, as data: any runner can run it under any runtime. */
export interface ProcessCase {
  readonly title: string;
  /** Runs behind `prelude`. */
  readonly script: string;
  readonly check: (ended: Ran) => void;
}

export const prelude = `
  const fs = require('node:fs');
  const { connectionState$, connectionStateChange$, openOfflineObject, diagnostics } = require('rx-outlook');
  const { embeddedOutlook } = require('rx-outlook/testing');
  // Shared: what it holds is held at the end of the process, too.
  const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
  const backend = 'embedded';
  const say = (text) => fs.writeSync(1, text + '\\n');
  // Registered after the package's own listener, so it sees what that has done.
  process.on('exit', () => {
    const { advises, unadvises, registrations, references } = outlook.counters();
    say(JSON.stringify({ advises, unadvises, registrations, references }));
  });`;

const oneUnadvised = '{"advises":1,"unadvises":1,"registrations":0,"references":0}';

export const processes: readonly ProcessCase[] = [
  {
    title: 'stays alive while something is subscribed',
    script: `
      const subscription = connectionState$('Work', { backend }).subscribe((state) => {
        say(state);
        if (state === 'offline') return subscription.unsubscribe();
        // Nothing but the subscription can hold the process: this is not waited for by anything.
        setTimeout(() => {
          say('the subscription held it');
          outlook.setState('Work', 'offline');
        }, 20).unref();
      });`,
    check({ stdout, code }) {
      assert.equal(stdout, `online\nthe subscription held it\noffline\n${oneUnadvised}\n`);
      assert.equal(code, 0);
    },
  },
  {
    title: 'ends with ref: false when nothing else is to do',
    script: `
      connectionState$('Work', { backend, ref: false }).subscribe(() => undefined);
      say('end of the script');`,
    check({ stdout, code }) {
      assert(stdout.startsWith('end of the script\n'));
      assert.match(stdout, /"registrations":0,"references":0}\n$/);
      assert.equal(code, 0);
    },
  },
  {
    title: 'ends with ref: false though changes rain',
    script: `
      const { Worker } = require('node:worker_threads');
      // A flood outlives the worker that began it, and keeps no process.
      const body = \`
        const { embeddedOutlook } = require('rx-outlook/testing');
        embeddedOutlook({ profiles: ['Rain'], shared: true }).flood('Rain');
        require('node:worker_threads').parentPort.postMessage('begun');\`;
      const worker = new Worker(body, { eval: true });
      worker.once('message', async () => {
        await worker.terminate();
        const held = setInterval(() => undefined, 1_000);
        let heard = 0;
        connectionStateChange$('Rain', { backend, ref: false }).subscribe(() => {
          // Long enough for the next batch to be there when this one is cut.
          for (const until = performance.now() + 0.01; performance.now() < until;);
          if (++heard === 1_000) {
            clearInterval(held);
            say('raining');
          }
        });
      });`,
    check({ stdout, code }) {
      assert.match(stdout, /^raining\n{/);
      assert.equal(code, 0);
    },
  },
  {
    title: 'ends while a request with ref: false is under way',
    script: `
      const hold = outlook.holdNext('open');
      openOfflineObject('Work', { backend, ref: false });
      process.on('beforeExit', () => { hold.release(); });`,
    check({ stdout, code }) {
      assert.match(stdout, /"references":0}\n$/);
      assert.equal(code, 0);
    },
  },
  {
    title: 'ends cleanly by process.exit() inside next',
    script: `
      connectionState$('Work', { backend }).subscribe(() => process.exit(7));`,
    check({ stdout, stderr, code, signal }) {
      assert.deepEqual([stdout, stderr, code, signal], [`${oneUnadvised}\n`, '', 7, null]);
    },
  },
  {
    title: 'ends cleanly by process.exit() inside next in the middle of a flood',
    script: `
      outlook.flood('Work', { threads: 2 });
      let left = 1000;
      connectionStateChange$('Work', { backend }).subscribe(() => { if (--left === 0) process.exit(7); });`,
    check({ stdout, stderr, code, signal }) {
      assert.match(stdout, /"advises":1,"unadvises":1,"registrations":0/);
      assert.deepEqual([stderr, code, signal], ['', 7, null]);
    },
  },
  {
    title: 'ends by an uncaught exception with its Unadvise made',
    script: `
      connectionState$('Work', { backend }).subscribe(() => {
        process.nextTick(() => { throw new Error('on purpose'); });
      });`,
    check({ stdout, stderr, code }) {
      assert.equal(stdout, `${oneUnadvised}\n`);
      assert.match(stderr, /error: on purpose/i);
      assert.equal(code, 1);
    },
  },
  {
    title: 'does not wait for a call that hangs, but for two seconds',
    script: `
      const hold = outlook.holdNext('unadvise');
      connectionState$('Work', { backend }).subscribe(() => process.exit(7));`,
    check({ stdout, stderr, code, signal }) {
      assert.deepEqual(
        [stdout, stderr, code, signal],
        ['{"advises":1,"unadvises":0,"registrations":1,"references":1}\n', '', 7, null],
      );
    },
  },
  {
    title: 'lets a call go that it holds in a profile of its own',
    script: `
      const own = embeddedOutlook({ profiles: ['Own'] });
      process.on('exit', () => say(own.counters().unadvises + ' of ' + own.counters().advises));
      own.holdNext('unadvise');
      connectionState$('Own', { backend }).subscribe(() => process.exit(7));`,
    check({ stdout, stderr, code, signal }) {
      const none = '{"advises":0,"unadvises":0,"registrations":0,"references":0}';
      assert.deepEqual([stdout, stderr, code, signal], [`${none}\n1 of 1\n`, '', 7, null]);
    },
  },
  {
    title: 'gives those who come too late an error',
    script: `
      connectionState$('Work', { backend }).subscribe(() => process.exit());
      process.on('exit', () => {
        connectionState$('Work', { backend }).subscribe({ error: ({ code }) => say(code) });
        say(diagnostics().registrations);
      });`,
    check({ stdout, code }) {
      assert.equal(stdout, `${oneUnadvised}\nERR_ENVIRONMENT_CLOSED\n1\n`);
      assert.equal(code, 0);
    },
  },
];
