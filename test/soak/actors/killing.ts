import { startChild } from '../../bridge/childProcess.js';
import type { FarClient } from '../../bridge/client.js';
import { eventually } from '../../contract/tools.js';
import type { Stage } from '../stage.js';
import { toOneProfile, type Actor } from './actor.js';

/** Resolves when each status says so. */
export async function eachStatus(stage: Stage, said: string): Promise<void> {
  await Promise.all(stage.statuses.map((status) => status.until(() => status.last === said)));
}

const killHost: Actor = {
  name: 'kill the host',
  weight: 1.5,
  async act(stage) {
    const { random, checker, host, load, note } = stage;
    const { violentEnd } = host;
    if (violentEnd === undefined) return;
    const all = [...stage.profiles.values()];
    // One of these may have a flood going on, and another one be only starting.
    await stage.quiet();
    await stage.mayFail(all, 'ERR_OFFLINE_OBJECT_GONE');
    const profile = random.pick(all);
    if (random.chance(0.5)) {
      note(`kill the host, in a flood of ${profile.name}`);
      const flood = await host.control.flood(profile.name, { threads: random.between(1, 4) });
      void flood.done.catch(() => undefined); // it never ends
    } else {
      note('kill the host');
    }
    if (random.chance(0.5)) {
      // Or it is still being opened when the connection ends.
      const codes = ['ERR_OFFLINE_OBJECT_GONE', 'ERR_OUTLOOK_NOT_RUNNING', violentEnd.code];
      stage.watchState(profile).mayFail(...codes);
    }
    load.hosts += 1;
    await violentEnd.kill();
    await stage.haveFailed(all);
    await eachStatus(stage, violentEnd.reason);
    const early = stage.watchState(profile);
    early.mayFail(violentEnd.code);
    await early.failed();
    note('start a host');
    const valuesOf = () => stage.statuses.map(({ values }) => values);
    const missed = valuesOf();
    await stage.raise();
    await eachStatus(stage, 'online');
    // Nothing in between: neither that it does not answer nor that it lacks the profile.
    const once = missed.map((values) => values + 1);
    checker.equal('hosts', valuesOf(), once, () => 'statuses until the next host was found');
  },
};

const killClient = toOneProfile('kill a client', 1.5, async (stage, profile) => {
  const { random, checker, control, load, note } = stage;
  const times = random.between(1, 20);
  note(`kill a client with ${times + 1} registrations of ${profile.name}`);
  const registered = async () => (await control.counters(profile.name)).registrations;
  const before = await registered();
  const client = await startChild<FarClient>('client.js');
  await client.far.call('subscribe', profile.name, times);
  profile.advises += times + 1;
  load.subscriptions += times + 1;
  await eventually(async () => (await registered()) === before + times + 1, 'it is registered');
  load.clients += 1;
  await client.kill();
  await eventually(async () => (await registered()) === before, 'its registrations are gone');
  checker.equal('clients', await registered(), before, () => 'registrations after a kill');
});

export const killing: readonly Actor[] = [killHost, killClient];
