import { runScript } from '../fixtures/runScript.js';

const prelude = `
  const fs = require('node:fs');
  const { connectionState$, connectionStateChange$, openOfflineObject, diagnostics } = require('rx-outlook');
  const { embeddedOutlook } = require('rx-outlook/testing');
  const outlook = embeddedOutlook({ profiles: ['Work'] });
  const backend = 'embedded';
  const say = (text) => fs.writeSync(1, text + '\\n');
  // Registered after the package's own listener, so it sees what that has done.
  process.on('exit', () => {
    const { advises, unadvises, registrations, references } = outlook.counters();
    say(JSON.stringify({ advises, unadvises, registrations, references }));
  });`;

const oneUnadvised = '{"advises":1,"unadvises":1,"registrations":0,"references":0}';

describe('a process', () => {
  it('stays alive while something is subscribed', async () => {
    const { stdout, code } = await runScript(`${prelude}
      const subscription = connectionState$('Work', { backend }).subscribe((state) => {
        say(state);
        if (state === 'offline') return subscription.unsubscribe();
        // Nothing but the subscription can hold the process: this is not waited for by anything.
        setTimeout(() => {
          say('the subscription held it');
          outlook.setState('Work', 'offline');
        }, 20).unref();
      });`);
    expect(stdout).toBe(`online\nthe subscription held it\noffline\n${oneUnadvised}\n`);
    expect(code).toBe(0);
  });

  it('ends with ref: false when nothing else is to do', async () => {
    const { stdout, code } = await runScript(`${prelude}
      connectionState$('Work', { backend, ref: false }).subscribe(() => undefined);
      say('end of the script');`);
    expect(stdout.startsWith('end of the script\n')).toBe(true);
    expect(stdout).toMatch(/"registrations":0,"references":0}\n$/);
    expect(code).toBe(0);
  });

  it('ends with ref: false though changes rain', async () => {
    const { stdout, code } = await runScript(`${prelude}
      const { Worker } = require('node:worker_threads');
      // A flood outlives the worker that began it, and keeps no process.
      const body = \`
        const { embeddedOutlook } = require('rx-outlook/testing');
        embeddedOutlook({ profiles: ['Rain'] }).flood('Rain');
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
      });`);
    expect(stdout).toMatch(/^raining\n{/);
    expect(code).toBe(0);
  });

  it('ends while a request with ref: false is under way', async () => {
    const { stdout, code } = await runScript(`${prelude}
      const hold = outlook.holdNext('open');
      openOfflineObject('Work', { backend, ref: false });
      process.on('beforeExit', () => { hold.release(); });`);
    expect(stdout).toMatch(/"references":0}\n$/);
    expect(code).toBe(0);
  });

  it('ends cleanly by process.exit() inside next', async () => {
    const { stdout, stderr, code, signal } = await runScript(`${prelude}
      connectionState$('Work', { backend }).subscribe(() => process.exit(7));`);
    expect([stdout, stderr, code, signal]).toEqual([`${oneUnadvised}\n`, '', 7, null]);
  });

  it('ends cleanly by process.exit() inside next in the middle of a flood', async () => {
    const { stdout, stderr, code, signal } = await runScript(`${prelude}
      outlook.flood('Work', { threads: 2 });
      let left = 1000;
      connectionStateChange$('Work', { backend }).subscribe(() => { if (--left === 0) process.exit(7); });`);
    expect([stdout, stderr, code, signal]).toEqual([
      expect.stringMatching(/"advises":1,"unadvises":1,"registrations":0/),
      '',
      7,
      null,
    ]);
  });

  it('ends by an uncaught exception with its Unadvise made', async () => {
    const { stdout, stderr, code } = await runScript(`${prelude}
      connectionState$('Work', { backend }).subscribe(() => {
        process.nextTick(() => { throw new Error('on purpose'); });
      });`);
    expect(stdout).toBe(`${oneUnadvised}\n`);
    expect(stderr).toMatch(/Error: on purpose/);
    expect(code).toBe(1);
  });

  it('does not wait for a call that hangs, but for two seconds', async () => {
    const { stdout, stderr, code, signal } = await runScript(`${prelude}
      const hold = outlook.holdNext('unadvise');
      connectionState$('Work', { backend }).subscribe(() => process.exit(7));`);
    expect([stdout, stderr, code, signal]).toEqual([
      '{"advises":1,"unadvises":0,"registrations":1,"references":1}\n',
      '',
      7,
      null,
    ]);
  });

  it('gives those who come too late an error', async () => {
    const { stdout, code } = await runScript(`${prelude}
      connectionState$('Work', { backend }).subscribe(() => process.exit());
      process.on('exit', () => {
        connectionState$('Work', { backend }).subscribe({ error: ({ code }) => say(code) });
        say(diagnostics().registrations);
      });`);
    expect(stdout).toBe(`${oneUnadvised}\nERR_ENVIRONMENT_CLOSED\n1\n`);
    expect(code).toBe(0);
  });
});
