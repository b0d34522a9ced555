import { runScript } from '../fixtures/runScript.js';

const prelude = `
  const fs = require('node:fs');
  const { availability$, connectionStatus$, diagnostics } = require('rx-outlook');
  const { embeddedOutlook } = require('rx-outlook/testing');
  const backend = 'embedded';
  const say = (text) => fs.writeSync(1, text + '\\n');
  process.on('exit', () => say('exit ' + diagnostics().registrations));`;

/** No profile is there: each of these waits for one. */
describe('a process that waits for Outlook', () => {
  it('stays alive for it, and ends when nobody waits any more', async () => {
    const { stdout, code } = await runScript(`${prelude}
      const subscription = connectionStatus$('Work', { backend }).subscribe(({ reason }) => {
        say(reason);
        subscription.add(availability$({ backend }).subscribe(({ available }) => say(available)));
        setTimeout(() => {
          say('held');
          subscription.unsubscribe();
        }, 50).unref();
      });`);
    expect(stdout).toBe('no-such-profile\ntrue\nheld\nexit 0\n');
    expect(code).toBe(0);
  });

  it('ends with ref: false when nothing else is to do', async () => {
    const { stdout, code } = await runScript(`${prelude}
      const held = setInterval(() => undefined, 1_000);
      const options = { backend, ref: false };
      availability$(options).subscribe(() => {
        connectionStatus$('Work', options).subscribe(() => clearInterval(held));
      });`);
    expect(stdout).toBe('exit 0\n');
    expect(code).toBe(0);
  });

  it('ends cleanly by process.exit() inside next', async () => {
    const { stdout, stderr, code, signal } = await runScript(`${prelude}
      availability$({ backend: 'auto' }).subscribe();
      connectionStatus$('Work', { backend: 'auto' }).subscribe(() => process.exit(7));`);
    expect([stdout, stderr, code, signal]).toEqual([
      expect.stringMatching(/^exit \d\n$/),
      '',
      7,
      null,
    ]);
  });

  it('ends cleanly with workers that are terminated while they wait and things happen', async () => {
    const { stdout, stderr, code, signal } = await runScript(`${prelude}
      const { mkdtempSync, mkdirSync, rmSync, writeFileSync } = fs;
      const { once } = require('node:events');
      const { tmpdir } = require('node:os');
      const { Worker } = require('node:worker_threads');
      const runtime = mkdtempSync(tmpdir() + '/rx-outlook-');
      process.env.XDG_RUNTIME_DIR = runtime;
      mkdirSync(runtime + '/rx-outlook', { mode: 0o700 });
      const rain = setInterval(() => writeFileSync(runtime + '/rx-outlook/drop', ''), 0);
      const body = \`
        const { availability$, connectionStatus$ } = require('rx-outlook');
        for (let i = 0; i < 20; ++i) connectionStatus$('Work').subscribe();
        availability$().subscribe((found) => require('node:worker_threads').parentPort.postMessage(found));\`;
      (async () => {
        for (let i = 0; i < 20; ++i) {
          const worker = new Worker(body, { eval: true });
          const [found] = await once(worker, 'message');
          if (found.available) say('there should be no Outlook here');
          await worker.terminate();
        }
        clearInterval(rain);
        rmSync(runtime, { recursive: true });
      })();`);
    expect([stdout, stderr, code, signal]).toEqual(['exit 0\n', '', 0, null]);
  }, 120_000);
});
