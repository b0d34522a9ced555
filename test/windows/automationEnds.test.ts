import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { connectionState$, connectionStatus$, diagnostics } from 'rx-outlook';
import { map } from 'rxjs';
import { Recorder } from '../contract/tools.js';
import { AutomationOutlook, withOutlook } from './automationOutlook.js';
import { bitness } from './lineProgram.js';
import { entry } from './place.js';

// Outlook ends, starts again, hangs and recovers.

const options = { backend: 'automation', pollInterval: 250 } as const;
const limit = { timeout: 90_000 };

const statuses = (): Recorder<string> =>
  new Recorder(
    connectionStatus$('Work', options).pipe(map(({ state, reason }) => reason ?? state)),
  );

/** How a process ends that has a subscription. */
const endings = {
  'its last unsubscribe': 'subscription.unsubscribe();',
  'process.exit()': 'process.exit(0);',
} as const;

describe(`ends and hangs of an Outlook for ${bitness}`, () => {
  for (const how of ['proper', 'exit', 'kill'] as const) {
    test(
      `an Outlook that ends (${how}) is not running, and online when it is back`,
      limit,
      async () => {
        const { registrations } = diagnostics();
        let outlook = await AutomationOutlook.start();
        try {
          const told = statuses();
          const states = new Recorder(connectionState$('Work', options));
          await told.count(1);
          await states.count(1);
          await outlook.end(how);
          await told.count(2);
          assert.equal((await states.failure()).code, 'ERR_OFFLINE_OBJECT_GONE');
          outlook = await AutomationOutlook.start();
          assert.deepEqual(await told.count(3), ['online', 'not-running', 'online']);
          told.end();
          await outlook.awaitSilence(250);
          assert.equal(diagnostics().registrations, registrations);
        } finally {
          await outlook.kill();
        }
      },
    );
  }

  test('who waits for an Outlook is told of the first one', limit, async () => {
    const told = statuses();
    await told.count(1);
    await withOutlook([], async () => {
      assert.deepEqual(await told.count(2), ['not-running', 'online']);
      told.end();
    });
  });

  for (const how of ['modal', 'deaf'] as const) {
    test(`a hang (${how}) is not-answering, and is over when Outlook answers`, limit, () =>
      withOutlook([], async (outlook) => {
        const told = statuses();
        const states = new Recorder(connectionState$('Work', options));
        await told.count(1);
        await states.count(1);
        await outlook.hang('NameSpace.ExchangeConnectionMode', how);
        await told.count(2);
        assert.equal((await states.failure()).code, 'ERR_OUTLOOK_NOT_ANSWERING');
        const { looks } = await outlook.counts();
        const refused = new Recorder(connectionState$('Work', options));
        assert.equal((await refused.failure()).code, 'ERR_OUTLOOK_NOT_ANSWERING');
        assert.equal((await outlook.counts()).looks, looks, 'no other call is made meanwhile');
        await outlook.release();
        assert.deepEqual(await told.count(3), ['online', 'not-answering', 'online']);
        told.end();
      }),
    );
  }

  test(
    'an Outlook that is killed while it hangs is not running, and the next one online',
    limit,
    async () => {
      let outlook = await AutomationOutlook.start();
      try {
        const told = statuses();
        await told.count(1);
        await outlook.hang('Application.Session', 'deaf');
        await outlook.end('kill');
        await told.count(2);
        outlook = await AutomationOutlook.start();
        assert.deepEqual(await told.count(3), ['online', 'not-running', 'online']);
        told.end();
      } finally {
        await outlook.kill();
      }
    },
  );

  for (const [ending, end] of Object.entries(endings)) {
    test(
      `a process ends by ${ending} while a look hangs, and nobody waits for it`,
      limit,
      async () => {
        // Not withOutlook: COM keeps for a while what a process has held that has ended.
        const outlook = await AutomationOutlook.start();
        try {
          const script = `
          const { connectionState$ } = require(${JSON.stringify(entry)});
          const subscription = connectionState$('Work', ${JSON.stringify(options)}).subscribe(console.log);
          process.stdin.once('data', () => {
            process.stdin.destroy();
            ${end}
          });`;
          const child = spawn(process.execPath, ['-e', script], {
            stdio: ['pipe', 'pipe', 'inherit'],
          });
          const exited = once(child, 'exit');
          const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
          assert.equal(line, 'online');
          await outlook.hang('NameSpace.CurrentProfileName', 'deaf');
          child.stdin.write('end\n');
          assert.deepEqual(await exited, [0, null]);
          await outlook.release();
          const states = new Recorder(connectionState$('Work', options));
          assert.deepEqual(await states.count(1), ['online'], 'Outlook answers others');
          states.end();
        } finally {
          await outlook.kill();
        }
      },
    );
  }
});
