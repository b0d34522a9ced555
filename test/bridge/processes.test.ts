import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { eventually } from '../contract/tools.js';
import { startChild, type Child } from './childProcess.js';
import type { FarClient } from './client.js';
import type { FarHost } from './host.js';

const isWindows = process.platform === 'win32';
const timeout = isWindows ? 300_000 : 120_000; // processes take their time to start there
const skipStopping = isWindows && 'Windows has no SIGSTOP';

describe('processes over the bridge', () => {
  let host: Child<FarHost>;
  let clients: Child<FarClient>[];

  const startHost = async (): Promise<void> => {
    host = await startChild<FarHost>('host.js');
    await host.far.call('open', ['Work', 'Home']);
  };
  const startClient = async (): Promise<Child<FarClient>> => {
    const client = await startChild<FarClient>('client.js');
    clients.push(client);
    return client;
  };

  beforeEach(async () => {
    clients = [];
    await startHost();
  });
  afterEach(async () => {
    await Promise.all([...clients.map((client) => client.kill()), host.kill()]);
  });

  test('50 clients with 20 registrations each all hear the same', { timeout }, async () => {
    for (let i = 0; i < 50; ++i) await startClient();
    await Promise.all(clients.map((client) => client.far.call('subscribe', 'Work', 19)));
    await eventually(
      async () => (await host.far.call('counters')).registrations === 1_000,
      'all 1,000 are registered',
    );
    await host.far.call('setState', 'Work', 'offline');
    for (const client of clients) {
      await eventually(
        async () => (await client.far.call('heard')).states.length === 38,
        'each registration has heard of it',
      );
      const { states, failures } = await client.far.call('heard');
      assert.deepEqual(states.slice(19), Array(19).fill('offline'));
      assert.deepEqual(failures, []);
    }
    await Promise.all(clients.map((client) => client.kill()));
    await eventually(
      async () => (await host.far.call('counters')).registrations === 0,
      'killed clients have left no registration behind',
    );
    const { advises, unadvises, references } = await host.far.call('counters');
    assert.deepEqual([advises, unadvises, references], [1_000, 1_000, 0]);
  });

  test(
    'a client killed in a flood leaves nothing, and costs the others nothing',
    { timeout },
    async () => {
      const [killed, other] = [await startClient(), await startClient()];
      await killed.far.call('subscribe', 'Work', 5);
      await other.far.call('subscribe', 'Work', 5);
      const flood = await host.far.call('startFlood', 'Work', {});
      await eventually(async () => (await killed.far.call('heard')).changes > 1_000, 'it hears');
      await killed.kill();
      await eventually(
        async () => (await host.far.call('counters')).registrations === 6,
        'its registrations are gone',
      );
      const before = (await other.far.call('heard')).changes;
      await eventually(
        async () => (await other.far.call('heard')).changes > before,
        'the other hears on',
      );
      await host.far.call('stopFlood', flood);
      assert.deepEqual((await other.far.call('heard')).failures, []);
    },
  );

  test(
    'a host killed in a flood is an object that is gone, for every registration',
    { timeout },
    async () => {
      const client = await startClient();
      await client.far.call('subscribe', 'Work', 5);
      await host.far.call('startFlood', 'Work', {});
      await eventually(async () => (await client.far.call('heard')).changes > 1_000, 'it hears');
      await host.kill();
      await eventually(
        async () => (await client.far.call('heard')).failures.length === 6,
        'each registration has ended',
      );
      const { failures } = await client.far.call('heard');
      assert.deepEqual(failures, Array(6).fill('ERR_OFFLINE_OBJECT_GONE'));
      assert.equal(await client.far.call('registrations'), 0);
      // The next host is found by the same process.
      await startHost();
      await client.far.call('subscribe', 'Work', 5);
      assert.equal(await client.far.call('registrations'), 6);
    },
  );

  test(
    'a client that is stopped holds up nobody, and finds the last state when it goes on',
    { timeout, skip: skipStopping },
    async () => {
      const stopped = await startClient();
      await stopped.far.call('subscribe', 'Work', 1);
      // From here on nothing is missed: not all of them had their Advise when one had its first state.
      await eventually(
        async () => (await host.far.call('counters')).registrations === 2,
        'both are registered',
      );
      stopped.signal('SIGSTOP');
      const before = await host.far.call('memory');
      // An odd number, from online: it ends offline. Far more than sockets and queues hold.
      const flood = await host.far.call('startFlood', 'Work', { changes: 1_000_001 });
      assert.equal(await host.far.call('floodDone', flood), 1_000_001);
      assert.ok((await host.far.call('memory')) - before < 2 ** 26, 'the host has grown');
      stopped.signal('SIGCONT');
      await eventually(
        async () => (await stopped.far.call('heard')).changes === 1_000_001,
        'it has all',
      );
      const { states, failures } = await stopped.far.call('heard');
      assert.equal(states.at(-1), 'offline');
      assert.deepEqual(failures, []);
    },
  );
});
