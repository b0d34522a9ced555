import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { eventually } from '../contract/tools.js';
import { startChild, type Child } from './childProcess.js';
import type { StatusClient } from './statusClient.js';
import type { StatusHost } from './statusHost.js';

const restarts = 20;
const subscriptions = 50;
const timeout = 240_000;

const children: Pick<Child<unknown>, 'kill'>[] = [];
afterEach(async () => {
  // A test that has failed leaves none behind: they would keep it from ending.
  await Promise.all(children.splice(0).map((child) => child.kill()));
});
const start = async <Methods>(script: string): Promise<Child<Methods>> => {
  const child = await startChild<Methods>(script);
  children.push(child);
  return child;
};

interface Heard {
  readonly statuses: string[][];
  readonly availability: string[];
}

async function allHear(
  client: Child<StatusClient>,
  status: string,
  available: string,
  what: string,
): Promise<Heard> {
  let heard: Heard = { statuses: [], availability: [] };
  await eventually(async () => {
    heard = await client.far.call('heard');
    return (
      heard.statuses.every((one) => one.at(-1) === status) &&
      heard.availability.at(-1) === available
    );
  }, what);
  return heard;
}

test(
  'a host that is killed and started again, 20 times, is unknown and then known again, by the watch alone',
  { timeout },
  async () => {
    const client = await start<StatusClient>('statusClient.js');
    await client.far.call('watch', subscriptions, false);
    const availability = ['not-running'];
    await allHear(client, 'not-running', 'not-running', 'there is no Outlook');
    for (let i = 1; i <= restarts; ++i) {
      const host = await start<StatusHost>('statusHost.js');
      await allHear(client, 'online', 'available', `host ${String(i)} is found`);
      await host.far.call('setState', 'offline');
      await allHear(client, 'offline', 'available', `host ${String(i)} is heard`);
      await host.kill();
      availability.push('available', 'not-running');
      const heard = await allHear(
        client,
        'not-running',
        'not-running',
        `host ${String(i)} is missed`,
      );
      assert.deepEqual(heard.availability, availability);
      for (const one of heard.statuses) {
        const rounds = one.join().split('not-running');
        assert.equal(rounds.length, i + 2, one.join());
        // What was read while the state changed may come between: the last is what it ends in.
        assert.match(rounds.at(-2)!, /^,(online,offline,)+$/, one.join());
      }
    }
    assert.equal(await client.far.call('registrations'), 0);
    await client.far.call('end');
    assert.equal(await client.ended, 0, 'it ends by itself');
  },
);

test(
  'a host that is stopped does not answer, and is known again when it goes on',
  { timeout, skip: process.platform === 'win32' && 'Windows has no SIGSTOP' },
  async () => {
    const client = await start<StatusClient>('statusClient.js');
    await client.far.call('watch', 1, true);
    const host = await start<StatusHost>('statusHost.js');
    await allHear(client, 'online', 'available', 'the host is found');
    host.signal('SIGSTOP');
    await allHear(client, 'not-answering', 'not-answering', 'it is stopped');
    host.signal('SIGCONT');
    const heard = await allHear(client, 'online', 'available', 'it goes on');
    assert.deepEqual(heard.availability.slice(-3), ['available', 'not-answering', 'available']);
    assert.equal(heard.statuses[0]!.at(-2), 'not-answering');
  },
);
