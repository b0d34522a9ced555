import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectionStateChange$, openOfflineObject } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { rivals } from '../binary.js';
import { type Experiment, median, millions, type Scale } from '../experiment.js';

const backend = 'bridge';
/** What the bridge's ping takes on its way, and what it gets back: about a request's size. */
const pingBytes = 16;

async function withChild<T>(args: readonly string[], use: (child: ChildProcess) => Promise<T>) {
  const child = fork(fileURLToPath(new URL('../child.js', import.meta.url)), args);
  await once(child, 'message');
  try {
    return await use(child);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** A flood in one process, `next` in this one: how many calls of it a second. */
function flood(count: number): Promise<number> {
  return withChild(['host'], async (host) => {
    const changes = 2 * Math.ceil(count / 2) + 1;
    let heard = 0;
    let stoodFor = 0;
    let latest: string | undefined;
    let heardAll = (): void => undefined;
    const subscription = connectionStateChange$('Work', { backend }).subscribe((change) => {
      heard += 1;
      stoodFor += change.merged;
      latest = change.current;
      if (stoodFor === changes) heardAll();
    });
    const object = await openOfflineObject('Work', { backend }); // so its Advise is over there, too
    const all = new Promise<void>((resolve) => (heardAll = resolve));
    const start = performance.now();
    host.send(changes);
    await all;
    const seconds = (performance.now() - start) / 1_000;
    assert.deepEqual([stoodFor, latest], [changes, 'offline']);
    subscription.unsubscribe();
    await object.close();
    return heard / seconds;
  });
}

/** Microseconds that each of so many calls took, in the middle. */
async function timed(count: number, call: () => Promise<void>): Promise<number> {
  const taken: number[] = [];
  for (let i = -count; i < count; ++i) {
    const start = performance.now();
    await call();
    if (i >= 0) taken.push((performance.now() - start) * 1_000);
  }
  return median(taken);
}

function roundTrip(count: number): Promise<number> {
  return withChild(['host'], async () => {
    const object = await openOfflineObject('Work', { backend });
    const figure = await timed(count, async () => {
      assert.equal(await object.currentState(), 'online');
    });
    await object.close();
    return figure;
  });
}

function ping(count: number): Promise<number> {
  const path = join(process.env['XDG_RUNTIME_DIR'] ?? '/tmp', `echo-${String(process.pid)}`);
  return withChild(['echo', path], async () => {
    const socket = connect(path);
    const bytes = Buffer.alloc(pingBytes);
    const figure = await timed(count, async () => {
      socket.write(bytes);
      const [back] = (await once(socket, 'data')) as [Buffer];
      assert.equal(back.length, pingBytes);
    });
    socket.destroy();
    return figure;
  });
}

/** What a change costs the host's thread at p99, with a client that runs and perhaps one that is stopped. */
async function notify(count: number, stopped: boolean): Promise<number> {
  const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
  const server = outlook.serve();
  const measured = async (registrations: number, stop: () => void): Promise<number> => {
    while (outlook.registrations() < registrations) await outlook.settled();
    stop();
    rivals.timedNotify('Work', count); // fills what a stopped client's sockets and queue hold
    return rivals.timedNotify('Work', count);
  };
  const figure = await withChild(['client'], () =>
    stopped
      ? withChild(['client'], (second) => measured(2, () => second.kill('SIGSTOP')))
      : measured(1, () => undefined),
  );
  server.close();
  outlook.close();
  return figure;
}

export function bridgeThroughput({ size }: Scale): Experiment<'ours' | 'bare'> {
  const count = Math.ceil(5_000_000 * size);
  return {
    title: 'bridge throughput',
    contestants: {
      ours: () => flood(count),
      bare: () => Promise.resolve((count * 1e9) / rivals.socketLoop(count)),
    },
    rows: ({ ours, bare }) => [
      {
        what: 'notifications from a thread of one process to `next` in another, over the bridge',
        against: 'a bare loop in C++ that sends a record of that size at a time over a Unix socket',
        ours: millions(ours),
        theirs: millions(bare),
        value: ours / bare,
        unit: '×',
        must: 1,
        aim: 5,
        better: 'higher',
      },
    ],
  };
}

export function bridgeRoundTrip({ size }: Scale): Experiment<'ours' | 'bare'> {
  const count = Math.ceil(2_000 * size);
  return {
    title: 'bridge round trip',
    contestants: { ours: () => roundTrip(count), bare: () => ping(count) },
    rows: ({ ours, bare }) => [
      {
        what: '`currentState()` over the bridge and back, p50',
        against: 'a bare ping between two processes, `node:net` over a Unix socket',
        ours: `${ours.toFixed(0)} µs`,
        theirs: `${bare.toFixed(0)} µs`,
        value: ours / bare,
        unit: '×',
        must: 2,
        aim: 1.3,
        better: 'lower',
      },
    ],
  };
}

export function bridgeStopped({ size }: Scale): Experiment<'alone' | 'stopped'> {
  const count = Math.ceil(500_000 * size);
  return {
    title: 'bridge, a stopped client',
    contestants: {
      alone: () => notify(count, false),
      stopped: () => notify(count, true),
    },
    rows: ({ alone, stopped }) => [
      {
        what: "what a stopped client adds to a change's calls of Notify in the host, p99",
        against: 'a client that runs, alone',
        ours: `${(stopped / 1_000).toFixed(2)} µs`,
        theirs: `${(alone / 1_000).toFixed(2)} µs`,
        value: (stopped - alone) / 1_000,
        unit: ' µs',
        must: 1,
        aim: 0.2,
        better: 'lower',
      },
    ],
  };
}
