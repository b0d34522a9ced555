import assert from 'node:assert/strict';
import { after, afterEach, before, describe } from 'node:test';
import { firstValueFrom } from 'rxjs';
import { connectionState$, connectionStatus$, profiles } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { eventually, Recorder } from '../contract/tools.js';
import { registerAddIn, registeredKeys, unregisterAddIn } from './addInRegistration.js';
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

describe(`the add-in in an Outlook for ${bitness}`, () => {
  const hosts: OutlookHost[] = [];
  let pipe: string;

  const start: typeof startOutlook = async (...args) => {
    const host = await startOutlook(...args);
    hosts.push(host);
    return host;
  };
  /** An Outlook with the add-in serving `Work`. */
  const serve = async (): Promise<OutlookHost> => {
    const host = await start();
    await host.far.call('open', ['Work', 'Home']);
    await host.far.call('outlook.connect', connectMode.startup);
    await host.far.call('outlook.startupComplete');
    return host;
  };
  const served = async (): Promise<readonly string[] | string> => {
    try {
      return await profiles({ backend });
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  /** There is a server, and these are the profiles that it lists. */
  const serves = (expected: readonly string[]): Promise<void> =>
    eventually(async () => String(await served()) === String(expected), String(expected));

  before(async () => {
    if (forbidden() !== undefined) return; // hooks run also where every test is skipped
    pipe = await findPipe();
    registerAddIn(bitness);
  });
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.kill()));
  });
  after(() => {
    unregisterAddIn(bitness);
    if (forbidden() === undefined) assert.deepEqual(registeredKeys(), []);
  });

  registryTest(
    'asks for the profile’s name on Outlook’s thread, once it is open, and serves from then on',
    async (t) => {
      const host = await start({ late: true });
      await host.far.call('open', ['Work']);
      const connected = await host.far.call('outlook.connect', connectMode.startup);
      assert.equal(await served(), 'ERR_OUTLOOK_NOT_RUNNING');
      await host.far.call('outlook.startupComplete');
      await serves(['Work']);
      const disconnected = await host.far.call('outlook.disconnect', disconnectMode.userClosed);
      // The reference that the host itself has: the add-in keeps none.
      assert.deepEqual(await host.far.call('outlook.count'), { trespasses: 0, references: 1 });
      t.diagnostic(`OnConnection took ${connected.ms.toFixed(1)} ms`);
      t.diagnostic(`OnDisconnection took ${disconnected.ms.toFixed(1)} ms`);
    },
  );

  registryTest('serves the profile that Outlook has open, and no other one', async () => {
    await serve();
    await serves(['Work']);
    // Names of profiles are keys of the registry.
    const states = new Recorder(connectionState$('WORK', { backend }));
    assert.deepEqual(await states.count(1), ['online']);
    states.end();
    const { code, message } = await new Recorder(connectionState$('Home', { backend })).failure();
    assert.equal(code, 'MAPI_E_NOT_FOUND');
    assert.match(message, /Outlook has only the profile "Work" open\.$/);
    const status = await firstValueFrom(connectionStatus$('Home', { backend: 'auto' }));
    assert.deepEqual([status.state, status.reason], ['unknown', 'no-such-profile']);
  });

  registryTest('serves what Outlook itself opens where it does not say a profile', async () => {
    const host = await start({ profile: '' });
    await host.far.call('open', ['Work', 'Home']);
    await host.far.call('outlook.connect', connectMode.startup);
    await host.far.call('outlook.startupComplete');
    await serves([]); // as the registry lists them, which has none here
    for (const profile of ['Work', 'Home']) {
      const states = new Recorder(connectionState$(profile, { backend }));
      assert.deepEqual(await states.count(1), ['online']);
      states.end();
    }
  });

  registryTest('says which Outlook it is in, and which version it is', async () => {
    await serve();
    await serves(['Work']);
    const client = await RawClient.connect(pipe);
    const { host, product } = await client.greet();
    client.end();
    assert.equal(host, 1); // Outlook
    const bits = bitness === 'x64' ? '64-bit' : '32-bit';
    assert.match(
      product,
      new RegExp(`^Outlook 16\\.0\\.0\\.12345 \\(${bits}\\), rx-outlook \\d+\\.\\d+\\.\\d+`),
    );
  });

  registryTest('serves where MAPI cannot be used, and says so to its clients', async () => {
    const host = await start({ mapi: false });
    await host.far.call('outlook.connect', connectMode.afterStartup);
    await serves(['Work']);
    const { code, message } = await new Recorder(connectionState$('Work', { backend })).failure();
    assert.equal(code, 'ERR_OUTLOOK_NOT_INSTALLED');
    assert.match(message, /No Outlook is installed: its MAPI DLL is not loaded/);
  });

  registryTest('can be connected by its methods’ names', async () => {
    const host = await start();
    assert.equal(await host.far.call('outlook.connectByName'), 0);
    await serves(['Work']);
  });

  registryTest('disconnected, it has unadvised what clients had subscribed to', async (t) => {
    const host = await serve();
    await serves(['Work']);
    const states = [1, 2, 3].map(() => new Recorder(connectionState$('Work', { backend })));
    for (const one of states) await one.count(1);
    const { ms } = await host.far.call('outlook.disconnect', disconnectMode.userClosed);
    t.diagnostic(`OnDisconnection took ${ms.toFixed(1)} ms, with three registrations`);
    const { advises, unadvises, registrations, references } = await host.far.call('counters');
    assert.deepEqual([advises, unadvises, registrations, references], [3, 3, 0, 0]);
    const { balance, threads } = await host.far.call('mapiUse');
    assert.deepEqual([balance, threads], [0, 0]);
    for (const one of states) {
      assert.equal((await one.failure()).code, 'ERR_OFFLINE_OBJECT_GONE');
    }
    // The user ticks it again.
    await host.far.call('outlook.release');
    await host.far.call('outlook.connect', connectMode.afterStartup);
    await serves(['Work']);
  });

  registryTest(
    'does not wait for an Unadvise that does not return, and answers messages while it does',
    async () => {
      const host = await serve();
      await serves(['Work']);
      const states = new Recorder(connectionState$('Work', { backend }));
      await states.count(1);
      const hold = await host.far.call('planHold', 'unadvise');
      // Its answer alone shows that it came back: nothing else lets the hold go.
      const called = await host.far.call('outlook.disconnect', disconnectMode.userClosed);
      assert.equal(called.messages, 1);
      assert.equal((await host.far.call('counters')).registrations, 1);
      await host.far.call('releaseHold', hold);
      await eventually(
        async () => (await host.far.call('counters')).registrations === 0,
        'it is unadvised after all',
      );
      assert.equal((await states.failure()).code, 'ERR_OFFLINE_OBJECT_GONE');
    },
  );

  registryTest('begins to end when Outlook begins to', async () => {
    const host = await serve();
    await serves(['Work']);
    const states = new Recorder(connectionState$('Work', { backend }));
    await states.count(1);
    await host.far.call('outlook.beginShutdown');
    assert.equal((await states.failure()).code, 'ERR_OFFLINE_OBJECT_GONE');
    await eventually(
      async () => (await host.far.call('counters')).registrations === 0,
      'it is unadvised',
    );
    await host.far.call('outlook.disconnect', disconnectMode.hostShutdown);
    assert.equal((await host.far.call('mapiUse')).balance, 0);
  });

  registryTest(
    'an Outlook that ends is unknown, in whatever way, and the next one is known',
    async () => {
      const ends: Record<string, (host: OutlookHost) => Promise<number | null>> = {
        'as it should': async ({ far, ended }) => {
          await far.call('outlook.beginShutdown');
          await far.call('outlook.disconnect', disconnectMode.hostShutdown);
          far.call('outlook.quit').catch(() => undefined);
          return ended;
        },
        'by ExitProcess, in a flood': async ({ far, ended }) => {
          await far.call('startFlood', 'Work', {});
          far.call('outlook.exit').catch(() => undefined);
          return ended;
        },
        'by TerminateProcess': async ({ far, ended }) => {
          far.call('terminate').catch(() => undefined);
          return ended;
        },
        'killed from outside': async (host) => {
          await host.kill();
          return null;
        },
      };
      const statuses = new Recorder(connectionStatus$('Work', { backend }));
      const last = (): string | undefined => {
        const status = statuses.values.at(-1);
        return status?.reason ?? status?.state;
      };
      try {
        for (const [how, end] of Object.entries(ends)) {
          const host = await serve();
          await statuses.until(() => last() === 'online');
          await host.far.call('setState', 'Work', 'offline');
          await statuses.until(() => last() === 'offline');
          const code = await end(host);
          if (code !== null && how !== 'by TerminateProcess') assert.equal(code, 0, how);
          await statuses.until(() => last() === 'not-running');
        }
      } finally {
        statuses.end(); // it never would by itself, and the process with it
      }
    },
  );

  registryTest(
    'waits for the place that another server has, and takes it when that ends',
    async () => {
      const other = embeddedOutlook({ profiles: [] }).serve();
      await serve();
      assert.deepEqual(await served(), []);
      other.close();
      await serves(['Work']);
    },
  );
});
