// Clients that mean no good, or cannot do better, beside one that does: it must notice nothing.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { eventually } from '../contract/tools.js';
import { startChild, type Child } from './childProcess.js';
import type { FarClient } from './client.js';
import type { FarHost } from './host.js';
import {
  answerOf,
  connected,
  ended,
  frame,
  hello,
  numbers,
  socketPath,
  subscribing,
} from './rawClient.js';

const timeout = 120_000;

describe('hostile clients of the bridge', () => {
  let host: Child<FarHost>;
  let good: Child<FarClient>;

  beforeEach(async () => {
    host = await startChild<FarHost>('host.js');
    await host.far.call('open', ['Work', 'Home']);
    good = await startChild<FarClient>('client.js');
    await good.far.call('subscribe', 'Work', 1);
  });
  afterEach(async () => {
    try {
      // Whatever has happened: the good one hears, and nobody else is left.
      const { states } = await good.far.call('heard');
      const before = states.length;
      const next = states.at(-1) === 'offline' ? 'online' : 'offline';
      await host.far.call('setState', 'Work', next);
      await eventually(
        async () => (await good.far.call('heard')).states.length > before,
        'the good client hears',
      );
      assert.deepEqual((await good.far.call('heard')).failures, []);
      await eventually(async () => (await host.far.call('counts')).clients === 1, 'it is alone');
      await eventually(
        async () => (await host.far.call('counters')).registrations === 2,
        'no registration is left of the others',
      );
    } finally {
      await Promise.all([good.kill(), host.kill()]);
    }
  });

  const malformed: Readonly<Record<string, Buffer>> = {
    noise: randomBytes(10_000),
    'a frame beyond the limit': Buffer.concat([hello, numbers(65_529), Buffer.from([2, 0, 0, 0])]),
    'a type that there is not': Buffer.concat([hello, frame(11, numbers(2))]),
    'a byte too many': Buffer.concat([hello, frame(2, numbers(2), Buffer.from([0]))]),
    'no hello': frame(2, numbers(1)),
    'a second hello': Buffer.concat([hello, hello]),
    'what only a server says': Buffer.concat([hello, frame(66, numbers(2, 0, 0, 0))]),
    'a name with a NUL in it': subscribing('Wo\0rk'),
  };
  for (const [what, bytes] of Object.entries(malformed)) {
    test(`${what} ends the connection that it came over`, { timeout }, async () => {
      const socket = await connected();
      socket.write(bytes);
      await ended(socket);
    });
  }

  test('a hundred connections that break off anywhere leave nothing', { timeout }, async () => {
    const bytes = subscribing('Work');
    for (let i = 0; i < 100; ++i) {
      const socket = await connected();
      await new Promise((written) => socket.write(bytes.subarray(0, i % bytes.length), written));
      socket.destroy();
    }
  });

  test('one that says nothing is not waited for', { timeout }, async () => {
    await ended(await connected());
  });

  test(
    'five that ask for all profiles again and again, and never read, cost one list',
    {
      timeout,
    },
    async () => {
      const names = Array.from({ length: 3_000 }, (_, i) => `${String(i)}${'x'.repeat(200)}`);
      await Promise.all(names.map((name) => host.far.call('addProfile', name)));
      const before = await host.far.call('memory');
      const greedy = await Promise.all(Array.from({ length: 5 }, connected));
      try {
        const lists = Array.from({ length: 200 }, (_, i) => frame(3, numbers(2 + i)));
        for (const socket of greedy) socket.pause().write(Buffer.concat([hello, ...lists]));
        // Asked for behind all of theirs.
        assert.equal((await good.far.call('profiles')).length, names.length + 2);
        // 1,000 lists of 3,000 names of 400 bytes would be 1.2 GB.
        assert.ok((await host.far.call('memory')) - before < 2 ** 26, 'the host has grown');
      } finally {
        greedy.forEach((socket) => socket.destroy());
      }
    },
  );

  test(
    'a process of many connections is granted what one process is, and no more',
    {
      timeout,
    },
    async () => {
      const sockets = await Promise.all(Array.from({ length: 24 }, connected));
      try {
        const advises = Array.from({ length: 1_000 }, (_, i) => frame(8, numbers(4 + i, 1, 2 + i)));
        let refused = 0;
        let answered = 0;
        for (const socket of sockets) {
          socket.on('error', () => undefined);
          socket.once('close', () => ++refused); // what it was told may be lost with what it wrote
          void answerOf(socket, 1_003).then(() => ++answered);
          socket.write(Buffer.concat([subscribing('Work'), ...advises]));
        }
        await eventually(() => Promise.resolve(refused === 8), 'eight connections are refused');
        await eventually(() => Promise.resolve(answered === 16), 'the others have all answers');
        const { clients, registrations } = await host.far.call('counts');
        assert.equal(clients, 17);
        assert.ok(registrations <= 8_192 + 2, `${String(registrations)} registrations`);
        assert.ok(registrations > 8_000, `${String(registrations)} registrations`);
        const another = await startChild<FarClient>('client.js');
        await another.far.call('subscribe', 'Work', 10);
        await another.kill();
      } finally {
        sockets.forEach((socket) => socket.destroy());
      }
    },
  );

  test('one that reads a byte a second holds up nobody', { timeout }, async () => {
    let bytesRead = 0;
    const byte = Buffer.alloc(1);
    const slow = connect({
      path: socketPath(),
      onread: {
        buffer: byte,
        callback: () => {
          bytesRead += 1;
          void after(1_000).then(() => slow.resume());
          return false; // and so it reads no more
        },
      },
    });
    try {
      slow.write(subscribing('Work'));
      await eventually(
        async () => (await host.far.call('counters')).registrations === 3,
        'it is registered',
      );
      const before = await host.far.call('memory');
      const changes = 1_000_001;
      const flood = await host.far.call('startFlood', 'Work', { changes });
      assert.equal(await host.far.call('floodDone', flood), changes);
      await eventually(
        async () => (await good.far.call('heard')).changes === changes,
        'the good one has all',
      );
      assert.ok(bytesRead < 1_000, `it has read ${String(bytesRead)} bytes`);
      assert.ok((await host.far.call('memory')) - before < 2 ** 26, 'the host has grown');
    } finally {
      slow.destroy();
    }
  });
});
