// The user's one place for the bridge, and who is let in.
import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { startChild, type Child } from './childProcess.js';
import type { FarClient } from './client.js';
import type { FarHost } from './host.js';
import { eventually } from '../contract/tools.js';
import { socketPath } from './rawClient.js';
import type { StatusClient } from './statusClient.js';
import type { FarStranger } from './stranger.js';

const timeout = 60_000;
const folder = dirname(socketPath());
const runtime = dirname(folder);
const skip = process.getuid!() === 0 ? false : 'it takes root to be two users';

/** Resolves when every thread of it is stopped: the signal has no effect before. */
async function stop(host: Pick<Child<unknown>, 'pid' | 'signal'>): Promise<void> {
  host.signal('SIGSTOP');
  const tasks = `/proc/${String(host.pid)}/task`;
  const isStopped = (task: string): boolean =>
    readFileSync(`${tasks}/${task}/stat`, 'utf8').includes(') T ');
  await eventually(() => readdirSync(tasks).every(isStopped), 'it is stopped');
}

/** The folder of a host, which puts back what is taken out of it before the folder is empty. */
function removeUnderHost(): void {
  for (;;) {
    try {
      rmSync(folder, { recursive: true });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    }
  }
}

describe('the place of the bridge', () => {
  const children: { kill(): Promise<void> }[] = [];

  const start = async <Methods>(script: string): Promise<Child<Methods>> => {
    const child = await startChild<Methods>(script);
    children.push(child);
    return child;
  };
  const startHost = async (): Promise<Child<FarHost>> => {
    const host = await start<FarHost>('host.js');
    await host.far.call('open', ['Work']);
    return host;
  };
  /** What subscribing fails with in a new process of this user; nothing when it does not. */
  const subscribing = async (): Promise<string | undefined> => {
    const client = await start<FarClient>('client.js');
    return client.far.call('attempt', 'Work');
  };

  beforeEach(() => {
    for (const one of [folder, `${folder}-elsewhere`])
      rmSync(one, { recursive: true, force: true });
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.kill()));
    chmodSync(runtime, 0o700);
  });

  test("its folder is this user's alone, and so is the socket in it", { timeout }, async () => {
    await startHost();
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(folder).uid, process.getuid!());
    assert.ok(statSync(socketPath()).isSocket());
  });

  test(
    "a socket that a killed host left behind is nobody's, and in nobody's way",
    { timeout },
    async () => {
      const killed = await startHost();
      await killed.kill();
      assert.ok(existsSync(socketPath()));
      assert.equal(await subscribing(), 'ERR_OUTLOOK_NOT_RUNNING');
      await startHost();
      assert.equal(await subscribing(), undefined);
    },
  );

  test('a second host is refused while the first one lives', { timeout }, async () => {
    await startHost();
    await assert.rejects(start('host.js'), /ended before it served/);
    assert.equal(await subscribing(), undefined);
  });

  test(
    'a host whose lock and socket are removed keeps its place, and no second one starts beside it',
    { timeout },
    async () => {
      const host = await startHost();
      for (const name of ['bridge.lock', 'bridge']) {
        rmSync(`${folder}/${name}`);
        await assert.rejects(start('host.js'), /ended before it served/);
        await eventually(() => existsSync(`${folder}/${name}`), `${name} is there again`);
      }
      assert.equal(await subscribing(), undefined);
      assert.equal((await host.far.call('counts')).clients, 1);
    },
  );

  test(
    'a host whose folder is removed makes it again, and one that cannot ends with an error',
    { timeout },
    async () => {
      const host = await startHost();
      removeUnderHost();
      await eventually(() => existsSync(socketPath()), 'the folder is there again');
      assert.equal(await subscribing(), undefined);
      renameSync(folder, `${folder}-elsewhere`);
      await eventually(() => existsSync(socketPath()), 'and once more');
      renameSync(runtime, `${runtime}-elsewhere`);
      try {
        rmSync(`${runtime}-elsewhere/rx-outlook/bridge`); // what it is told of
        assert.equal(await host.far.call('ended'), 'ERR_BRIDGE_PLACE_LOST');
        assert.equal(await subscribing(), 'ERR_BRIDGE_NO_PLACE');
      } finally {
        renameSync(`${runtime}-elsewhere`, runtime);
      }
    },
  );

  test(
    'another user who makes and removes the folder again and again is hardly heard',
    { timeout, skip },
    async () => {
      const client = await start<StatusClient>('statusClient.js');
      await client.far.call('watch', 1, false);
      const heard = () => client.far.call('heard');
      await eventually(async () => (await heard()).availability.length > 0, 'nobody is there');
      chmodSync(runtime, 0o777);
      const stranger = await start<FarStranger>('stranger.js');
      const before = performance.now();
      const times = 4_000;
      await stranger.far.call('disturb', times);
      const seconds = (performance.now() - before) / 1_000;
      const { availability, statuses } = await heard();
      // Ten while the pauses double, then one in 5 s; each is heard of once, with what has changed.
      const most = 12 + seconds / 5;
      for (const one of [availability, ...statuses]) {
        assert.ok(one.length <= most, `${String(one.length)} in ${String(seconds)} s`);
        one.forEach((reason, i) => {
          assert.notEqual(reason, one[i - 1]);
        });
      }
    },
  );

  test('a folder that others may enter is trusted by nobody', { timeout }, async () => {
    const host = await startHost();
    await stop(host); // else it notices
    chmodSync(folder, 0o755);
    assert.equal(await subscribing(), 'ERR_BRIDGE_NOT_TRUSTED');
    host.signal('SIGCONT');
    await eventually(() => (statSync(folder).mode & 0o777) === 0o700, 'it is private again');
    assert.equal(await subscribing(), undefined);
  });

  test('a symbolic link is not followed', { timeout }, async () => {
    const host = await startHost();
    await stop(host); // else it notices
    renameSync(folder, `${folder}-elsewhere`);
    symlinkSync(`${folder}-elsewhere`, folder);
    assert.equal(await subscribing(), 'ERR_BRIDGE_NOT_TRUSTED');
    rmSync(folder);
    renameSync(`${folder}-elsewhere`, folder);
    host.signal('SIGCONT');
    assert.equal(await subscribing(), undefined);
    await stop(host);
    renameSync(socketPath(), `${socketPath()}-elsewhere`);
    symlinkSync(`${socketPath()}-elsewhere`, socketPath());
    assert.equal(await subscribing(), 'ERR_BRIDGE_NOT_TRUSTED');
    host.signal('SIGCONT');
    await eventually(async () => (await subscribing()) === undefined, 'it is taken back');
  });

  test('another user does not get in', { timeout, skip }, async () => {
    await startHost();
    chmodSync(runtime, 0o755);
    const stranger = await start<FarStranger>('stranger.js');
    assert.equal(await stranger.far.call('greet'), 'EACCES');
    assert.equal(await stranger.far.call('subscribe'), 'ERR_BRIDGE_NOT_TRUSTED');
    assert.equal(await stranger.far.call('host'), 'EACCES');
  });

  test(
    'another user who gets as far as the socket is not answered',
    { timeout, skip },
    async () => {
      const host = await startHost();
      const stranger = await start<FarStranger>('stranger.js');
      await stop(host); // else it makes its folder private again before the other one comes
      for (const path of [runtime, folder]) chmodSync(path, 0o755);
      chmodSync(socketPath(), 0o777);
      await stranger.far.call('connect');
      host.signal('SIGCONT');
      assert.equal(await stranger.far.call('greet'), 0);
      assert.deepEqual(await host.far.call('counts'), { clients: 0, registrations: 0 });
    },
  );

  test(
    "another user's server is not trusted, whoever owns its place",
    { timeout, skip },
    async () => {
      chmodSync(runtime, 0o777);
      const stranger = await start<FarStranger>('stranger.js');
      assert.equal(await stranger.far.call('host'), 'serves');
      assert.equal(await subscribing(), 'ERR_BRIDGE_NOT_TRUSTED');
      await stop(stranger); // else it notices that its place is no longer its own
      // As if it were ours: what the system says of the process on the other side decides.
      for (const path of [folder, socketPath()])
        chownSync(path, process.getuid!(), process.getgid!());
      assert.equal(await subscribing(), 'ERR_BRIDGE_NOT_TRUSTED');
    },
  );
});
