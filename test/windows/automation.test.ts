import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  accounts$,
  availability$,
  connectionState$,
  connectionStateChange$,
  connectionStatus$,
  diagnostics,
  openOfflineObject,
  profiles,
} from 'rx-outlook';
import { map } from 'rxjs';
import { Recorder } from '../contract/tools.js';
import { accountType, mode, withOutlook } from './automationOutlook.js';
import { bitness } from './lineProgram.js';

// What a program reads of a running Outlook that has nothing of ours in it.

const options = { backend: 'automation', pollInterval: 250 } as const;
const alice = { name: 'alice@example.com' };
const team = { name: 'Team', type: accountType.imap, mode: mode.offline };
const limit = { timeout: 90_000 };

describe(`automation reads an Outlook for ${bitness}`, () => {
  test('accounts$ lists them in Outlook’s order with their types, and each change', limit, () =>
    withOutlook([alice, team], async (outlook) => {
      const { registrations } = diagnostics();
      const sets = new Recorder(
        accounts$('Work', options).pipe(
          map((accounts) => [...accounts.values()].map(({ name, type }) => `${name} ${type}`)),
        ),
      );
      await sets.count(1);
      await outlook.addAccount({ name: 'Ünïcödé ✉', type: accountType.pop3 });
      await sets.count(2);
      await outlook.renameAccount(alice.name, 'Alice');
      await sets.count(3);
      await outlook.removeAccount('Team');
      assert.deepEqual(await sets.count(4), [
        ['alice@example.com exchange', 'Team imap'],
        ['alice@example.com exchange', 'Team imap', 'Ünïcödé ✉ pop3'],
        ['Alice exchange', 'Team imap', 'Ünïcödé ✉ pop3'],
        ['Alice exchange', 'Ünïcödé ✉ pop3'],
      ]);
      assert.equal(diagnostics().backends.automation, registrations + 1);
      sets.end();
      assert.equal(diagnostics().registrations, registrations);
    }),
  );

  test('an account has states of its own, and its status names the backend', limit, () =>
    withOutlook([alice, team], async (outlook) => {
      const account = { ...options, account: alice.name };
      const profile = new Recorder(connectionState$('Work', options));
      const states = new Recorder(connectionState$('Work', account));
      const statuses = new Recorder(connectionStatus$('Work', account));
      const other = new Recorder(connectionState$('Work', { ...options, account: 'Team' }));
      for (const recorder of [profile, states, statuses, other]) await recorder.count(1);
      await outlook.setAccountMode(alice.name, mode.disconnected);
      await states.count(2);
      await outlook.setAccountMode(alice.name, mode.cached);
      assert.deepEqual(await states.count(3), ['online', 'offline', 'online']);
      const told = (await statuses.count(3)).map(({ state, backend }) => `${state} ${backend}`);
      const by = 'automation';
      assert.deepEqual(told, [`online ${by}`, `offline ${by}`, `online ${by}`]);
      assert.deepEqual([profile.values, other.values], [['online'], ['offline']]);
      for (const recorder of [profile, states, statuses, other]) recorder.end();
    }),
  );

  test('an account without Exchange is unknown, and has a state when it has a mode', limit, () =>
    withOutlook([{ ...team, mode: mode.none }], async (outlook) => {
      const account = { ...options, account: 'Team' };
      const statuses = new Recorder(
        connectionStatus$('Work', account).pipe(map(({ state, reason }) => reason ?? state)),
      );
      await statuses.count(1);
      await outlook.setAccountMode('Team', mode.cached);
      await statuses.count(2);
      await outlook.setAccountMode('Team', mode.other);
      assert.deepEqual(await statuses.count(3), ['no-exchange', 'online', 'neither']);
      statuses.end();
    }),
  );

  test('a renamed account keeps its subscription', limit, () =>
    withOutlook([alice], async (outlook) => {
      const states = new Recorder(connectionState$('Work', { ...options, account: alice.name }));
      await states.count(1);
      await outlook.renameAccount(alice.name, 'Alice');
      await outlook.setAccountMode('Alice', mode.offline);
      assert.deepEqual(await states.count(2), ['online', 'offline']);
      states.end();
    }),
  );

  test('a change is told as change and done, without a start', limit, () =>
    withOutlook([], async (outlook) => {
      const changes = new Recorder(connectionStateChange$('Work', options));
      const first = new Recorder(connectionState$('Work', options));
      await first.count(1);
      await outlook.setMode(mode.offline);
      const told = (await changes.count(2)).map(
        ({ phase, previous, current }) => `${phase}: ${previous} to ${current}`,
      );
      assert.deepEqual(told, ['change: online to offline', 'done: online to offline']);
      changes.end();
      first.end();
    }),
  );

  test('an offline object tells the state, and refuses to set it with a remedy', limit, () =>
    withOutlook([alice], async (outlook) => {
      for (const account of [undefined, alice.name]) {
        const object = await openOfflineObject('Work', { ...options, account });
        assert.deepEqual(await object.capabilities(), { online: false, offline: false });
        assert.equal(await object.currentState(), 'online');
        await assert.rejects(object.setCurrentState('offline'), {
          code: 'E_NOTIMPL',
          operation: 'SetCurrentState',
          message: /the bridge, with the add-in inside Outlook, can/,
        });
        await object.close();
      }
      assert.equal((await outlook.counts()).guarded, 0);
    }),
  );

  test('profiles() lists the one that is open, and another one is not there', limit, () =>
    withOutlook([], async (outlook) => {
      assert.deepEqual(await profiles(options), ['Work']);
      const { code, message } = await new Recorder(connectionState$('Home', options)).failure();
      assert.equal(code, 'MAPI_E_NOT_FOUND');
      assert.match(message, /Outlook has only the profile "Work" open/);
      const home = new Recorder(connectionStatus$('Home', options));
      assert.equal((await home.count(1))[0]?.reason, 'no-such-profile');
      await outlook.setProfile('Home');
      assert.equal((await home.count(2))[1]?.state, 'online');
      home.end();
    }),
  );

  test('availability$ follows the table of running objects', limit, () =>
    withOutlook([], async (outlook) => {
      const told = new Recorder(
        availability$(options).pipe(map((one) => (one.available ? 'available' : one.reason))),
      );
      await told.count(1);
      await outlook.hide();
      await told.count(2);
      await outlook.show();
      assert.deepEqual(await told.count(3), ['available', 'not-reachable', 'available']);
      told.end();
    }),
  );
});
