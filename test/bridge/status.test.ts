import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../contract/tools.js';
import { startChild } from './childProcess.js';
import type { StatusClient } from './statusClient.js';
import type { StatusHost } from './statusHost.js';

const restarts = 20;
const subscriptions = 50;

test(
  'a host that is killed and started again, 20 times, is unknown and then known again, by the watch alone',
  { timeout: 240_000 },
  async () => {
    const client = await startChild<StatusClient>('statusClient.js');
    await client.far.call('watch', subscriptions);
    const statuses: string[] = ['not-running'];
    const availability: string[] = ['not-running'];
    const allHave = (what: string): Promise<void> =>
      eventually(async () => {
        const heard = await client.far.call('heard');
        return (
          heard.statuses.every(({ length }) => length >= statuses.length) &&
          heard.availability.length >= availability.length
        );
      }, what);
    await allHave('there is no Outlook');
    for (let i = 1; i <= restarts; ++i) {
      const host = await startChild<StatusHost>('statusHost.js');
      statuses.push('online');
      availability.push('available');
      await allHave(`host ${String(i)} is found`);
      await host.far.call('setState', 'offline');
      statuses.push('offline');
      await allHave(`host ${String(i)} is heard`);
      await host.kill();
      statuses.push('not-running');
      availability.push('not-running');
      await allHave(`host ${String(i)} is missed`);
    }
    const heard = await client.far.call('heard');
    for (const one of heard.statuses) assert.deepEqual(one, statuses);
    assert.deepEqual(heard.availability, availability);
    assert.equal(await client.far.call('registrations'), 0);
    await client.far.call('end');
    assert.equal(await client.ended, 0, 'it ends by itself');
  },
);
