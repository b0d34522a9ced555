import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { profiles } from 'rx-outlook';
import { eventually } from '../contract/tools.js';
import { registerAddIn, unregisterAddIn } from './addInRegistration.js';
import {
  bitness,
  connectMode,
  disconnectMode,
  startOutlook,
  type OutlookHost,
} from './outlookHost.js';
import { forbidden } from './permission.js';
import { findPipe } from './pipe.js';
import { RawClient } from './rawClient.js';
import { registryTest } from './registryTest.js';

const backend = 'bridge';
const connections = 1_000;
/** What a process may have more after them: allocators round up, and keep some. */
const growth = { bytes: 256 * 1024, handles: 4, threads: 0 } as const;

describe(`what the add-in costs an Outlook for ${bitness}`, () => {
  let pipe: string;

  const connect = async (env: NodeJS.ProcessEnv = {}): Promise<OutlookHost> => {
    const host = await startOutlook({}, env);
    await host.far.call('open', ['Work']);
    await host.far.call('outlook.connect', connectMode.afterStartup);
    return host;
  };
  const isServing = (): Promise<void> =>
    eventually(
      () =>
        profiles({ backend }).then(
          () => true,
          () => false,
        ),
      'it serves',
    );

  before(async () => {
    if (forbidden() !== undefined) return; // hooks run also where every test is skipped
    pipe = await findPipe();
    registerAddIn(bitness);
  });
  after(() => unregisterAddIn(bitness));

  registryTest(
    `its memory, handles and threads are back after ${String(connections)} clients`,
    async (t) => {
      const host = await connect();
      try {
        await isServing();
        const come = async (clients: number): Promise<void> => {
          for (let i = 0; i < clients; ++i) {
            const client = await RawClient.connect(pipe);
            await client.subscribe('Work');
            client.end();
          }
          await eventually(async () => {
            const { registrations, references } = await host.far.call('counters');
            return registrations === 0 && references === 0;
          }, 'nothing of them is left');
        };
        await come(connections / 10); // what is made once is made
        const before = await host.far.call('memory');
        await come(connections);
        const now = await host.far.call('memory');
        for (const [what, most] of Object.entries(growth) as [keyof typeof growth, number][]) {
          t.diagnostic(`${what}: ${String(before[what])}, then ${String(now[what])}`);
          assert.ok(before[what] > 0, `${what} are not known`);
          assert.ok(now[what] - before[what] <= most, `${what} have grown`);
        }
      } finally {
        await host.kill();
      }
    },
  );

  registryTest('writes its log for those who ask, and no more than its limit', async () => {
    const local = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
    const folder = join(local, 'rx-outlook');
    const log = join(folder, 'addin.log');
    const old = join(folder, 'addin.old.log');
    const run = async (env: NodeJS.ProcessEnv): Promise<void> => {
      const host = await connect({ LOCALAPPDATA: local, ...env });
      try {
        await isServing();
        await host.far.call('outlook.disconnect', disconnectMode.userClosed);
      } finally {
        await host.kill();
      }
    };
    try {
      await run({});
      assert.equal(existsSync(folder), false);
      mkdirSync(folder);
      writeFileSync(log, Buffer.alloc(512 * 1024, '-'));
      await run({ RX_OUTLOOK_ADDIN_LOG: '1' });
      assert.equal(readFileSync(old).length, 512 * 1024);
      const lines = readFileSync(log, 'utf8').trimEnd().split('\r\n');
      for (const line of lines) assert.match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z \d+ \S/);
      const said = lines.join('\n');
      for (const part of ['serves as Outlook 16.0', 'OnConnection took', 'has ended']) {
        assert.ok(said.includes(part), `${part} in:\n${said}`);
      }
      assert.ok(!said.includes('Work'), 'names of profiles are the user’s own');
    } finally {
      rmSync(local, { recursive: true, force: true });
    }
  });
});
