import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import {
  accounts$,
  type AnsweringBackend,
  connectionState$,
  connectionStatus$,
  diagnostics,
} from 'rx-outlook';
import { map } from 'rxjs';
import { eventually, Recorder } from '../contract/tools.js';
import { registerAddIn, unregisterAddIn } from './addInRegistration.js';
import { type AutomationOutlook, mode, withOutlook } from './automationOutlook.js';
import { bitness, connectMode, type OutlookHost, startOutlook } from './outlookHost.js';
import { forbidden } from './permission.js';
import { registryTest } from './registryTest.js';
import { keepResult } from './results.js';

// An add-in that starts to answer takes over from automation, which takes its place when it is gone.

const pollInterval = 250;
const options = { backend: 'auto', pollInterval } as const;
const alice = { name: 'alice@example.com' };

/** Outlook with the add-in in it, that has the profile Work, online. */
async function startWithAddIn(): Promise<OutlookHost> {
  const host = await startOutlook({ profile: 'Work' });
  await host.far.call('open', ['Work']);
  await host.far.call('outlook.connect', connectMode.startup);
  await host.far.call('outlook.startupComplete');
  return host;
}

const answeredBy = (backends: Partial<Record<AnsweringBackend, number>>): Promise<void> =>
  eventually(
    () => {
      const now = diagnostics().backends;
      return (['automation', 'bridge'] as const).every((one) => now[one] === backends[one]);
    },
    `the backends are ${JSON.stringify(backends)}`,
  );

/** What is subscribed to in each test; nothing else is. */
const watchAll = () => ({
  statuses: new Recorder(
    connectionStatus$('Work', options).pipe(
      map(({ state, reason, backend }) => `${reason ?? state} by ${String(backend)}`),
    ),
  ),
  states: new Recorder(connectionState$('Work', options)),
});

/** Runs a test with both, in which the registrations and references are even at the end. */
async function withBoth(
  body: (outlook: AutomationOutlook, addIn: { host?: OutlookHost }) => Promise<void>,
): Promise<void> {
  const { registrations } = diagnostics();
  const addIn: { host?: OutlookHost } = {};
  try {
    await withOutlook([alice], async (outlook) => {
      await body(outlook, addIn);
      await outlook.awaitSilence(pollInterval);
    });
    assert.deepEqual([diagnostics().registrations, diagnostics().backends], [registrations, {}]);
  } finally {
    await addIn.host?.kill();
  }
}

describe(`takeover, with an Outlook for ${bitness}`, () => {
  before(() => {
    if (forbidden() === undefined) registerAddIn(bitness); // hooks run also where every test is skipped
  });
  after(() => {
    unregisterAddIn(bitness);
  });

  registryTest('from automation to the bridge and back there is no gap and no event', (t) =>
    withBoth(async (outlook, addIn) => {
      const { statuses, states } = watchAll();
      const sets = new Recorder(
        accounts$('Work', options).pipe(map((accounts) => [...accounts.keys()].join())),
      );
      for (const recorder of [statuses, states, sets]) await recorder.count(1);
      await answeredBy({ automation: 3 });

      addIn.host = await startWithAddIn();
      // The host has no accounts: their list stays where it is.
      await answeredBy({ bridge: 2, automation: 1 });
      assert.deepEqual(sets.values, [alice.name]);
      sets.end();
      await outlook.awaitSilence(pollInterval);
      await outlook.setMode(mode.offline); // nobody looks
      assert.deepEqual([statuses.values, states.values], [['online by automation'], ['online']]);
      await outlook.setMode(mode.online);

      await addIn.host.far.call('setState', 'Work', 'offline');
      assert.deepEqual(await states.count(2), ['online', 'offline']);
      await addIn.host.far.call('setState', 'Work', 'online');
      assert.deepEqual(await states.count(3), ['online', 'offline', 'online']);
      await statuses.count(3);

      await addIn.host.kill();
      await answeredBy({ automation: 2 });
      await outlook.awaitLooks(2);
      assert.deepEqual([statuses.values.length, states.values.length], [3, 3]);
      await outlook.setMode(mode.offline);
      assert.deepEqual(await states.count(4), ['online', 'offline', 'online', 'offline']);
      assert.deepEqual(await statuses.count(4), [
        'online by automation',
        'offline by bridge',
        'online by bridge',
        'offline by automation',
      ]);
      const [first, ...told] = statuses.values;
      keepResult(t, `takeover-${bitness}`, [
        `Outlook runs: ${String(first)}`,
        'The add-in starts to answer: no status',
        `It tells of two changes: ${told.slice(0, 2).join(', ')}`,
        'It is gone, and Outlook runs: no status',
        `Outlook is offline at the next look: ${String(told[2])}`,
      ]);
      statuses.end();
      states.end();
    }),
  );

  registryTest('a state that differs over the bridge is told once, when it takes over', () =>
    withBoth(async (outlook, addIn) => {
      await outlook.setMode(mode.offline);
      const { statuses, states } = watchAll();
      assert.deepEqual(await states.count(1), ['offline']);
      await statuses.count(1);
      addIn.host = await startWithAddIn();
      assert.deepEqual(await states.count(2), ['offline', 'online']);
      assert.deepEqual(await statuses.count(2), ['offline by automation', 'online by bridge']);
      await answeredBy({ bridge: 2 });
      assert.equal((await addIn.host.far.call('counters', 'Work')).advises, 2);
      for (const recorder of [statuses, states, statuses]) recorder.end();
      await eventually(async () => {
        const { unadvises, registrations, references } = await addIn.host!.far.call('counters');
        return unadvises === 2 && registrations === 0 && references === 0;
      }, 'each Advise has had its Unadvise, and nothing is held');
    }),
  );

  registryTest('an add-in that comes and goes ten times takes over each time', () =>
    withBoth(async (outlook, addIn) => {
      const { statuses, states } = watchAll();
      await states.count(1);
      await statuses.count(1);
      for (let i = 0; i < 10; ++i) {
        await answeredBy({ automation: 2 });
        addIn.host = await startWithAddIn();
        await answeredBy({ bridge: 2 });
        await addIn.host.kill();
      }
      await answeredBy({ automation: 2 });
      await outlook.awaitLooks(2);
      assert.deepEqual([statuses.values, states.values], [['online by automation'], ['online']]);
      statuses.end();
      states.end();
    }),
  );
});
