import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../fixtures/runScript.js';

jest.setTimeout(120_000);

describe('serve() at a place of its own, which RX_OUTLOOK_PLACE names', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** A script, and what it prints as JSON. Its helpers: a server in a worker, a state as a child process sees it. */
  async function resultOf(body: string): Promise<unknown> {
    const { stdout, stderr, code } = await runScript(
      `const { once } = require('node:events');
       const { execFileSync } = require('node:child_process');
       const { Worker } = require('node:worker_threads');
       const rx = require('rx-outlook');
       const { firstValueFrom } = require('rxjs');
       const { embeddedOutlook } = require('rx-outlook/testing');
       const serveAt = async (place, state) => {
         const worker = new Worker(\`
           process.env.RX_OUTLOOK_PLACE = '\${place}';
           const { parentPort } = require('node:worker_threads');
           const { embeddedOutlook } = require('rx-outlook/testing');
           const outlook = embeddedOutlook({ profiles: ['Work'] });
           outlook.setState('Work', '\${state}').then(() => {
             let code = 'serving';
             try { outlook.serve(); } catch (error) { ({ code } = error); }
             parentPort.postMessage(code);
             parentPort.on('message', () => undefined);
           });\`, { eval: true });
         return [worker, (await once(worker, 'message'))[0]];
       };
       const look = \`
         const rx = require('rx-outlook');
         const { firstValueFrom } = require('rxjs');
         const options = { backend: 'bridge' };
         Promise.all([firstValueFrom(rx.connectionStatus$('Work', options)), rx.profiles(options)])
           .then(([{ state, reason }, names]) => [reason ?? state, ...names], ({ code }) => [code])
           .then((seen) => { process.stdout.write(JSON.stringify(seen)); process.exit(0); });\`;
       const lookAt = (place) => JSON.parse(execFileSync(process.execPath, ['-e', look],
         { encoding: 'utf8', env: { ...process.env, ...(place === undefined ? {} : { RX_OUTLOOK_PLACE: place }) } }));
       (async () => { ${body} })().then((result) => {
         process.stdout.write(JSON.stringify(result));
         process.exit(0);
       });`,
      { env: { XDG_RUNTIME_DIR: folder } },
    );
    expect([stderr, code]).toEqual(['', 0]);
    return JSON.parse(stdout);
  }

  it("is no other server's: threads and processes each reach the one at theirs", async () => {
    const seen = await resultOf(`
      const [[, one], [, other], [, same]] = [
        await serveAt('one', 'online'), await serveAt('other', 'offline'), await serveAt('one', 'online')];
      const seen = [one, other, same, lookAt('one'), lookAt('other'), lookAt(undefined)];
      process.env.RX_OUTLOOK_PLACE = 'other';
      seen.push(await firstValueFrom(rx.connectionState$('Work', { backend: 'bridge' })));
      process.env.RX_OUTLOOK_PLACE = 'one';
      seen.push(await firstValueFrom(rx.connectionState$('Work', { backend: 'bridge' })));
      return seen;`);
    expect(seen).toEqual([
      'serving',
      'serving',
      'EADDRINUSE',
      ['online', 'Work'],
      ['offline', 'Work'],
      ['ERR_OUTLOOK_NOT_RUNNING'],
      'offline',
      'online',
    ]);
  });

  it('has the profiles of the thread that serves, and shared ones', async () => {
    const seen = await resultOf(`
      embeddedOutlook({ profiles: ['Here'] });
      embeddedOutlook({ profiles: ['Shared'], shared: true });
      const [, one] = await serveAt('one', 'online');
      process.env.RX_OUTLOOK_PLACE = 'main';
      embeddedOutlook({ profiles: [] }).serve();
      return [one, lookAt('one').slice(1), lookAt('main')];`);
    expect(seen).toEqual(['serving', ['Shared', 'Work'], ['no-such-profile', 'Here', 'Shared']]);
  });

  it('ends with its worker, and the place is free again', async () => {
    const seen = await resultOf(`
      const [worker, first] = await serveAt('one', 'online');
      await worker.terminate();
      const [, second] = await serveAt('one', 'offline');
      return [first, second, lookAt('one')];`);
    expect(seen).toEqual(['serving', 'serving', ['offline', 'Work']]);
  });

  it.each(['../up', 'a b', 'x'.repeat(65), 'é'])(
    'refuses the name %s on both sides',
    async (name) => {
      const seen = await resultOf(`
      process.env.RX_OUTLOOK_PLACE = ${JSON.stringify(name)};
      let refused;
      try { embeddedOutlook({ profiles: [] }).serve(); } catch ({ code, message }) { refused = [code, message]; }
      const { reason } = await firstValueFrom(rx.availability$({ backend: 'bridge' }));
      return [...refused, reason];`);
      expect(seen).toEqual([
        'ENOENT',
        expect.stringMatching(/^RX_OUTLOOK_PLACE may be/),
        'no-place',
      ]);
    },
  );
});
