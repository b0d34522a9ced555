import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { connectionState$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { startChild, type Child } from '../bridge/childProcess.js';
import type { FarHost } from '../bridge/host.js';
import { eventually, Recorder } from '../contract/tools.js';
import { findPipe } from './pipe.js';
import { isWine, native, type Skip } from './place.js';
import { frame, frameOf, hello, RawClient, u16, u32 } from './rawClient.js';

const timeout = 120_000;
const notEnforced = (what: string): Skip => isWine && `only Windows ${what}, this is Wine`;

/** What comes of a connection to it by way of the network. */
const overNetwork = async (pipe: string): Promise<string> => {
  const socket = connect(pipe.replace('\\\\.\\', '\\\\127.0.0.1\\'));
  try {
    await once(socket, 'connect');
    return 'connected';
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  } finally {
    socket.destroy();
  }
};

const serveHere = (): void => embeddedOutlook({ profiles: [] }).serve().close();

describe('the bridge’s pipe, before anyone serves', () => {
  test('has the session and the user’s SID in its name', async () => {
    assert.match(await findPipe(), /^\\\\\.\\pipe\\rx-outlook-\d+-S-1-[\d-]+$/);
  });

  test(
    'is not served where somebody else has made one of its name',
    { timeout, skip: notEnforced('has a first instance of a pipe') },
    async () => {
      const squatter = createServer().listen(await findPipe());
      await once(squatter, 'listening');
      assert.throws(serveHere, { code: 'EACCES', message: /in use by another program/ });
      squatter.close();
    },
  );
});

describe('the bridge’s pipe, served by another process', () => {
  let host: Child<FarHost>;
  let pipe: string;

  before(async () => {
    pipe = await findPipe();
    host = await startChild<FarHost>('host.js');
    await host.far.call('open', ['Work']);
  });
  after(() => host.kill());

  const clients = async (): Promise<number> => (await host.far.call('counts')).clients;

  test('has one server: the second one is refused', () => {
    assert.throws(serveHere, ({ code, message }: Error & { code: string }) => {
      assert.equal(code, 'EADDRINUSE');
      return message.includes(pipe);
    });
  });

  test('hostile bytes end their own connection, and no other', { timeout }, async () => {
    const sound = new Recorder(connectionState$('Work', { backend: 'bridge' }));
    await sound.count(1);
    const ping = frameOf(frame.ping, u32(2));
    const withByte = (bytes: Buffer, at: number, byte: number): Buffer => {
      const changed = Buffer.from(bytes);
      changed[at] = byte;
      return changed;
    };
    for (const [what, bytes] of Object.entries({
      'a request before the hello': ping,
      'a second hello': Buffer.concat([hello, hello]),
      'a size past the limit': Buffer.concat([hello, withByte(ping, 2, 255)]),
      'a type that there is not': Buffer.concat([hello, withByte(ping, 4, 99)]),
      'a byte that is to be 0': Buffer.concat([hello, withByte(ping, 5, 1)]),
      'a request without a number': Buffer.concat([hello, withByte(ping, 8, 0)]),
      'a byte too many': Buffer.concat([hello, frameOf(frame.ping, u32(2), Buffer.of(0))]),
      'a name of no units': Buffer.concat([hello, frameOf(frame.open, u32(2), u32(20), u16(0))]),
      noise: Buffer.alloc(200_000, 0xa5),
    })) {
      const hostile = await RawClient.connect(pipe);
      hostile.send(bytes);
      await Promise.race([
        hostile.readToEnd(),
        new Promise((_, reject) => {
          AbortSignal.timeout(60_000).onabort = () => reject(new Error(`${what} went on`));
        }),
      ]);
    }
    await host.far.call('setState', 'Work', 'offline');
    assert.deepEqual(await sound.count(2), ['online', 'offline']);
    await host.far.call('setState', 'Work', 'online');
    sound.end();
    await eventually(async () => (await clients()) <= 1, 'none of them is left');
  });

  test(
    'a client that says nothing is waited for by nobody, and not for ever',
    { timeout },
    async () => {
      const silent = await RawClient.connect(pipe);
      const half = await RawClient.connect(pipe);
      half.send(hello.subarray(0, 5));
      const states = new Recorder(connectionState$('Work', { backend: 'bridge' }));
      assert.deepEqual(await states.count(1), ['online']);
      states.end();
      await Promise.all([silent.readToEnd(), half.readToEnd()]);
    },
  );

  test(
    'a client that does not read costs a bounded queue, and finds the last state',
    { timeout },
    async () => {
      const client = await RawClient.connect(pipe);
      await client.subscribe('Work');
      // Far more than pipes and the queue hold. Odd, from online: it ends offline.
      const made = 200_001;
      const flood = await host.far.call('startFlood', 'Work', { changes: made });
      assert.equal(await host.far.call('floodDone', flood), made);
      let received = 0;
      let last = 0;
      while (received < made) {
        const { changes, state } = await client.receiveChanges();
        received += changes;
        if (changes > 0) last = state;
      }
      assert.deepEqual([received, last], [made, 1]);
      await host.far.call('setState', 'Work', 'online');
      client.end();
    },
  );

  test(
    'a client that breaks off in the middle of anything leaves nothing behind',
    { timeout },
    async () => {
      const flood = await host.far.call('startFlood', 'Work', {});
      for (let round = 0; round < 5; ++round) {
        const half = await RawClient.connect(pipe);
        half.send(hello, frameOf(frame.ping, u32(2)).subarray(0, 9));
        half.end();
        const client = await RawClient.connect(pipe);
        await client.subscribe('Work');
        client.end(); // with events on their way
      }
      await host.far.call('stopFlood', flood);
      await eventually(async () => {
        const { registrations, advises, unadvises } = await host.far.call('counters');
        return registrations === 0 && advises === unadvises;
      }, 'all is unadvised');
    },
  );

  test('takes 16 clients of a process, and the next when one has gone', { timeout }, async () => {
    await eventually(async () => (await clients()) <= 1, 'those of other tests have gone');
    const crowd: RawClient[] = [];
    while ((await clients()) < 16) {
      const one = await RawClient.connect(pipe);
      crowd.push(one);
      one.send(hello);
      await one.receive();
    }
    await (await RawClient.connect(pipe)).readToEnd();
    crowd.pop()?.end();
    await eventually(async () => (await clients()) === 15, 'there is room');
    const next = await RawClient.connect(pipe);
    next.send(hello, frameOf(frame.ping, u32(2)));
    assert.equal(await next.answerTo(2), 0);
    for (const one of [next, ...crowd]) one.end();
    await eventually(async () => (await clients()) <= 1, 'all have gone');
  });

  test(
    'lets nobody in who is not this user',
    { skip: notEnforced('looks at a pipe’s descriptor') },
    () => {
      const { stdout } = spawnSync(native('stranger.exe'), [pipe], { encoding: 'utf8' });
      assert.equal(stdout.trim(), '5'); // ERROR_ACCESS_DENIED
    },
  );

  test(
    'lets nobody in over the network, not even this user',
    { timeout, skip: notEnforced('has pipes over the network') },
    async (t) => {
      // One that lets everybody in shows that there is a way at all: SMB may be off.
      const control = `${pipe}-control`;
      const open = createServer().listen(control);
      await once(open, 'listening');
      const way = await overNetwork(control);
      open.close();
      if (way !== 'connected') return t.skip(`no pipe can be reached over the network: ${way}`);
      assert.match(await overNetwork(pipe), /^(EACCES|EPERM)$/);
    },
  );
});
