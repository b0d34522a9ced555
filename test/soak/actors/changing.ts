import { hresults } from '../../faults/documented.js';
import type { ProfileModel } from '../profileModel.js';
import type { Stage } from '../stage.js';
import { toOneProfile, type Actor } from './actor.js';

/** Notifications in all that one flood makes, at the most: each registration gets every one. */
const most = 200_000;

const change: Actor = {
  name: 'change',
  weight: 10,
  async act(stage) {
    const { random, control, load, note } = stage;
    const profile = stage.any();
    if (profile.isInRain) return;
    const states = Array.from({ length: random.between(1, 5) }, () =>
      random.pick(['online', 'offline'] as const),
    );
    note(`change ${profile.name} to ${states.join()}`);
    for (const state of states) {
      if (state !== profile.state) load.changes += 1;
      profile.change(state);
    }
    await Promise.all(states.map((state) => control.setState(profile.name, state)));
  },
};

const halfChange: Actor = {
  name: 'change that is announced and never made',
  weight: 2,
  async act(stage) {
    const { random, control, load, note } = stage;
    const profile = stage.any();
    if (profile.isInRain) return;
    note(`announce to ${profile.name} what is not made`);
    load.failures += 1;
    await control.failNext('change', random.pick(hresults), profile.name);
    profile.notified += 1;
    await control.setState(profile.name, profile.other);
  },
};

const unsupported: Actor = {
  name: 'notification that the API does not support',
  weight: 2,
  async act(stage) {
    const { random, control, note } = stage;
    const profile = stage.any();
    if (profile.isInRain) return;
    const type = random.pick([0, 4, 2 ** 31, 2 ** 32 - 1]);
    note(`notify ${profile.name} of type ${type}`);
    await control.notifyRaw(profile.name, { type, previous: 2, current: 1 });
  },
};

/** A change while an Advise or an Unadvise is inside the offline object. */
const changeInside = toOneProfile('change inside a call', 3, async (stage, profile) => {
  const { random, control, load, note } = stage;
  const state = random.pick(['online', 'offline'] as const);
  const leaving = random.pick([undefined, ...profile.live()]);
  note(`change ${profile.name} to ${state} inside ${leaving ? 'Unadvise' : 'Advise'}`);
  if (leaving === undefined) {
    await control.duringAdvise(profile.name, state);
    stage.watchState(profile);
  } else {
    await control.duringUnadvise(profile.name, state);
    leaving.end();
  }
  if (state !== profile.state) load.changes += 1;
  profile.change(state);
  await stage.quiet();
});

function sizeFor(stage: Stage, profile: ProfileModel): { changes: number; threads: number } {
  const { random } = stage;
  const changes = random.between(1, Math.ceil(most / (stage.liveOf(profile) + 1)));
  return { changes, threads: random.between(1, 4) };
}

const flood: Actor = {
  name: 'flood',
  weight: 4,
  async act(stage) {
    const profile = stage.victim();
    if (profile === undefined) return;
    await floodOf(stage, profile);
  },
};

/** Changes as fast as possible; resolves when they are made. */
export async function floodOf(stage: Stage, profile: ProfileModel): Promise<void> {
  const { control, load, note } = stage;
  const { changes, threads } = sizeFor(stage, profile);
  note(`flood ${profile.name} with ${changes} changes on ${threads} threads`);
  const running = await control.flood(profile.name, { changes, threads });
  await running.done;
  profile.flood(changes);
  load.changes += changes;
}

export const changing: readonly Actor[] = [change, halfChange, unsupported, changeInside, flood];
