import type { Actor } from './actor.js';

/** More than so many are not alive at once, on one profile. */
const most = 40;

const subscribe: Actor = {
  name: 'subscribe',
  weight: 10,
  async act(stage) {
    const { random, note } = stage;
    const profile = stage.any();
    const count = Math.min(random.between(1, 8), most - profile.live().length);
    note(`subscribe ${count} to ${profile.name}`);
    for (let i = 0; i < count; ++i) {
      if (random.chance(0.3)) stage.watchOnce(profile);
      else stage.watchState(profile);
    }
    // Not counted where nobody knows which change will be its first.
    if (profile.isInRain || !random.chance(0.5)) return;
    stage.watchChanges(profile);
    await stage.quiet();
  },
};

const unsubscribe: Actor = {
  name: 'unsubscribe',
  weight: 9,
  act(stage) {
    const { random, note } = stage;
    const profile = stage.any();
    const leaving = random.some(profile.live(), random.between(1, 8));
    note(`unsubscribe ${leaving.length} of ${profile.name}`);
    for (const stream of leaving) stream.end();
    return Promise.resolve();
  },
};

const inOneGo: Actor = {
  name: 'subscribe and unsubscribe in one go',
  weight: 4,
  async act(stage) {
    const { random, note } = stage;
    const profile = stage.any();
    const count = random.between(1, 20);
    note(`subscribe to ${profile.name} and unsubscribe, ${count} times`);
    for (let i = 0; i < count; ++i) {
      const stream = stage.watchState(profile);
      // Some are ended when the backend has been asked, the rest before.
      if (random.chance(0.3)) await new Promise(setImmediate);
      stream.end();
    }
  },
};

/** What `next` of the soak's throws on purpose. */
export class Thrown extends Error {}

const inNext: Actor = {
  name: 'throw or subscribe in next',
  weight: 3,
  act(stage) {
    const { random, note } = stage;
    const profile = stage.any();
    const throws = random.chance(0.5);
    note(`${throws ? 'throw' : 'subscribe'} in the first next of ${profile.name}`);
    let isFirst = true;
    const onNext = (): void => {
      if (!isFirst) return;
      isFirst = false;
      if (throws) throw new Thrown('as next was told to');
      stage.watchState(profile);
    };
    stage.watchState(profile, { onNext });
    return Promise.resolve();
  },
};

export const subscribing: readonly Actor[] = [subscribe, unsubscribe, inOneGo, inNext];
