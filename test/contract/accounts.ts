import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  accounts$,
  connectionState$,
  connectionStatus$,
  diagnostics,
  mergeConnectionStates,
  openOfflineObject,
} from 'rx-outlook';
import { config, map, type Subscription, switchMap, take } from 'rxjs';
import { eventually, messageOf, Recorder, repetitions, startWorker } from './tools.js';
import type { Context, ContractCase, Control } from './types.js';

const alice = { account: 'alice' };
const team = { account: 'team' };
const rounds = repetitions(300);
const many = 1_000;

async function twoAccounts(control: Control): Promise<void> {
  for (const { account } of [alice, team]) await control.addAccount('Work', account);
}

/** The names in each set of accounts$. */
function names({ backend }: Context): Recorder<string> {
  return new Recorder(
    accounts$('Work', { backend }).pipe(map((accounts) => [...accounts.keys()].join())),
  );
}

/** The contract where it differs for accounts; for backends that have them. */
export const accountContract: readonly ContractCase[] = [
  {
    point: 1,
    title:
      'each subscription to an account makes one Advise on the account, and none on its profile',
    async run({ backend, control }) {
      await twoAccounts(control);
      const recorders = [alice, alice, team].map(
        ({ account }) => new Recorder(connectionState$('Work', { backend, account })),
      );
      for (const recorder of recorders) await recorder.count(1);
      const advises = async (options?: typeof alice): Promise<number> =>
        (await control.counters('Work', options)).advises;
      assert.deepEqual([await advises(), await advises(alice), await advises(team)], [0, 2, 1]);
      for (const recorder of [...recorders, ...recorders]) recorder.end();
      await control.settled();
      const { registrations, references, unadvises } = await control.counters();
      assert.deepEqual([registrations, references, unadvises], [0, 0, 3]);
    },
  },
  {
    point: 1,
    title: 'accounts$ makes one Advise on the profile, however often the list changes',
    async run(context) {
      const { backend, control } = context;
      accounts$('Work', { backend });
      await control.settled();
      assert.equal((await control.counters()).advises, 0);
      const sets = names(context);
      await sets.count(1);
      await twoAccounts(control);
      await sets.until(() => sets.values.at(-1) === 'alice,team');
      const { advises, unadvises } = await control.counters();
      assert.deepEqual([advises, unadvises], [1, 0]);
      sets.end();
    },
  },
  {
    point: 2,
    title:
      'an account says its own state first, then each that differs, with its profile and without',
    async run({ backend, control }) {
      await twoAccounts(control);
      const states = new Recorder(connectionState$('Work', { backend, ...alice }));
      const other = new Recorder(connectionState$('Work', { backend, ...team }));
      const profile = new Recorder(connectionState$('Work', { backend }));
      for (const recorder of [states, other, profile]) await recorder.count(1);
      await control.setState('Work', 'offline', alice);
      await states.count(2);
      await control.setState('Work', 'offline');
      await control.setState('Work', 'online');
      await other.count(3);
      await control.setState('Work', 'online', alice);
      await states.count(3);
      assert.deepEqual(states.values, ['online', 'offline', 'online']);
      assert.deepEqual(other.values, ['online', 'offline', 'online']);
      await profile.count(3);
      assert.deepEqual(profile.values, ['online', 'offline', 'online']);
      for (const recorder of [states, other, profile]) recorder.end();
    },
  },
  {
    point: 2,
    title: 'the last state of an account is the one that a flood of it ends in',
    async run({ backend, control }) {
      await twoAccounts(control);
      const states = new Recorder(connectionState$('Work', { backend, ...alice }));
      await states.count(1);
      const flood = await control.flood('Work', { changes: 100_001, threads: 2, ...alice });
      await flood.done;
      await control.settled();
      const object = await openOfflineObject('Work', { backend, ...alice });
      const last = await object.currentState();
      await states.until(() => states.values.at(-1) === last);
      await object.close();
      states.end();
    },
  },
  {
    point: 3,
    title: `accounts$ is silent after unsubscribe, ${String(rounds)} times while the list changes`,
    async run({ backend, control }) {
      await twoAccounts(control);
      let isEnded = true;
      let late = 0;
      const { onStoppedNotification } = config;
      // What the source still emits, RxJS holds back.
      config.onStoppedNotification = () => (late += 1);
      const subscribe = (first: () => void) =>
        accounts$('Work', { backend }).subscribe(() => {
          assert.equal(isEnded, false, 'called after unsubscribe() had returned');
          first();
        });
      for (let i = 0; i < rounds; ++i) {
        isEnded = false;
        if (i % 10 > 0) {
          const changed = control.renameAccount('Work', 'team', 'group');
          const subscription = subscribe(() => undefined);
          if (i % 2 > 0) await changed;
          subscription.unsubscribe();
          isEnded = true;
          await changed;
        } else {
          let subscription: Subscription | undefined;
          await new Promise<void>((first) => {
            subscription = subscribe(first);
          });
          const hold = await control.holdNext('listAccounts', 'Work');
          await control.renameAccount('Work', 'team', 'group');
          await hold.entered;
          subscription?.unsubscribe();
          isEnded = true;
          await hold.release();
          await control.settled();
        }
        await control.renameAccount('Work', 'group', 'team');
      }
      await control.settled();
      await new Promise((resolve) => setTimeout(resolve)); // RxJS tells of them in a timer
      config.onStoppedNotification = onStoppedNotification;
      assert.equal(late, 0, 'emitted to a subscriber that had left');
      const { registrations, references } = await control.counters();
      assert.deepEqual([registrations, references], [0, 0]);
    },
  },
  {
    point: 4,
    title: 'in next of accounts$ one may subscribe to the accounts, and leave',
    async run({ backend, control }) {
      await twoAccounts(control);
      const states = new Recorder(
        accounts$('Work', { backend }).pipe(
          take(1),
          switchMap((accounts) => mergeConnectionStates(accounts)),
          map(({ online, total }) => `${String(online)} of ${String(total)}`),
        ),
        (value, { subscription }) => {
          if (value === '1 of 2') subscription.unsubscribe();
        },
      );
      await states.until(() => states.values.includes('1 of 2'));
      await control.settled();
      const { registrations, references } = await control.counters();
      assert.deepEqual([registrations, references], [0, 0]);
    },
  },
  {
    point: 5,
    title: 'a list that is not answered in time is ERR_TIMEOUT, and no thread waits for it',
    async run({ backend, control }) {
      await twoAccounts(control);
      const hold = await control.holdNext('listAccounts', 'Work');
      const sets = new Recorder(accounts$('Work', { backend, timeout: 200 }));
      const { code, operation } = await sets.failure();
      assert.deepEqual([code, operation], ['ERR_TIMEOUT', 'accounts']);
      await hold.release();
      await control.settled();
    },
  },
  {
    point: 6,
    title: 'changes of the list under a flood are neither lost nor piled up',
    async run(context) {
      const { backend, control } = context;
      await twoAccounts(control);
      const sets = names(context);
      await sets.count(1);
      const received = new Recorder(connectionState$('Work', { backend }));
      await received.count(1);
      const flood = await control.flood('Work', { threads: 2 });
      const hold = await control.holdNext('listAccounts', 'Work');
      await control.addAccount('Work', 'first');
      await hold.entered;
      for (let i = 0; i < 100; ++i) {
        await control.renameAccount('Work', 'first', 'second');
        await control.renameAccount('Work', 'second', 'first');
      }
      await control.addAccount('Work', 'last');
      await hold.release();
      await flood.stop();
      await sets.until(() => sets.values.at(-1) === 'alice,team,first,last');
      // The one before, the one that was held, and one for all the changes meanwhile, of which marks may be two.
      assert(sets.values.length <= 4, `${String(sets.values.length)} sets`);
      sets.end();
      received.end();
    },
  },
  {
    point: 7,
    title: 'an account that is removed is gone, its status unknown, and both come back with it',
    async run({ backend, control }) {
      await twoAccounts(control);
      const states = new Recorder(connectionState$('Work', { backend, ...alice }));
      const status = new Recorder(
        connectionStatus$('Work', { backend, ...alice }).pipe(
          map(({ state, reason }) => reason ?? state),
        ),
      );
      await states.count(1);
      await status.count(1);
      await control.removeAccount('Work', 'alice');
      const { code, profile, account } = await states.failure();
      assert.deepEqual([code, profile, account], ['ERR_OFFLINE_OBJECT_GONE', 'Work', 'alice']);
      await status.until(() => status.values.at(-1) === 'no-such-account');
      await control.addAccount('Work', 'alice');
      await status.until(() => status.values.at(-1) === 'online');
      status.end();
      const again = new Recorder(connectionState$('Work', { backend, ...alice }));
      await again.count(1);
      again.end();
    },
  },
  {
    point: 7,
    title:
      'an account that is not there is ERR_ACCOUNT_NOT_FOUND, a removed profile ends its accounts',
    async run(context) {
      const { backend, control } = context;
      await twoAccounts(control);
      const none = await new Recorder(
        connectionState$('Work', { backend, account: 'nobody' }),
      ).failure();
      assert.deepEqual([none.code, none.account], ['ERR_ACCOUNT_NOT_FOUND', 'nobody']);
      const states = new Recorder(connectionState$('Work', { backend, ...alice }));
      const sets = names(context);
      await states.count(1);
      await sets.count(1);
      await control.removeProfile('Work');
      assert.equal((await states.failure()).code, 'ERR_OFFLINE_OBJECT_GONE');
      assert.equal((await sets.failure()).code, 'ERR_OFFLINE_OBJECT_GONE');
    },
  },
  {
    point: 8,
    title: 'a worker that is terminated leaves no registration of its accounts behind',
    async run(context) {
      await twoAccounts(context.control);
      const worker = startWorker(
        context,
        `rx.mergeConnectionStates(rx.accounts$('Work', { backend, ref: false })).subscribe(({ online }) => {
           if (online === 2) parentPort.postMessage('subscribed');
         });
         setInterval(() => undefined, 1000);`,
      );
      const exited = once(worker, 'exit');
      assert.equal(await messageOf(worker), 'subscribed');
      assert.equal((await context.control.counters()).registrations, 3);
      await worker.terminate();
      await exited;
      await eventually(
        async () => (await context.control.counters()).registrations === 0,
        'the registrations of the worker have ended',
      );
    },
  },
  {
    point: 1,
    title: 'a thousand accounts in one profile are one registration each, and none afterwards',
    async run({ backend, control }) {
      for (let i = 0; i < many; ++i) await control.addAccount('Work', `account ${String(i)}`);
      const { registrations } = diagnostics();
      const merged = new Recorder(
        mergeConnectionStates(accounts$('Work', { backend })).pipe(map(({ online }) => online)),
      );
      await merged.until(() => merged.values.at(-1) === many);
      assert.equal(diagnostics().registrations, registrations + many + 1);
      await control.setState('Work', 'offline');
      await merged.until(() => merged.values.at(-1) === 0);
      assert.equal((await control.counters()).advises, many + 1);
      merged.end();
      await control.settled();
      const after = await control.counters();
      assert.deepEqual([after.registrations, after.references], [0, 0]);
    },
  },
];
