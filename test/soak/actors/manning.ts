import { Crew } from '../crew.js';
import type { Stage } from '../stage.js';
import { floodOf } from './changing.js';
import type { Actor } from './actor.js';

const mostCrews = 3;
const mostEach = 20;
const endings = ['terminate', 'terminate', 'exit', 'throw', 'drain'] as const;

const start: Actor = {
  name: 'start a worker',
  weight: 2,
  async act(stage) {
    const { backend, checker, crews, note } = stage;
    if (crews.size === mostCrews) return;
    note('start a worker');
    const crew = await new Crew(backend, checker).started();
    crews.add(crew);
    await subscribeIn(stage, crew);
  },
};

async function subscribeIn(stage: Stage, crew: Crew): Promise<void> {
  const { random, load, note } = stage;
  const profile = stage.any();
  const times = Math.min(random.between(1, 8), mostEach - crew.liveOf(profile.name));
  if (times < 1) return;
  note(`a worker subscribes ${times} times to ${profile.name}`);
  profile.advises += times + 1;
  load.subscriptions += times + 1;
  await crew.subscribe(profile.name, times);
}

const subscribe: Actor = {
  name: 'subscribe in a worker',
  weight: 3,
  async act(stage) {
    const [crew] = stage.random.some(stage.crews, 1);
    if (crew !== undefined) await subscribeIn(stage, crew);
  },
};

const unsubscribe: Actor = {
  name: 'unsubscribe in a worker',
  weight: 3,
  async act(stage) {
    const { random, crews, note } = stage;
    const [crew] = random.some(crews, 1);
    if (crew === undefined) return;
    const profile = stage.any();
    const times = random.between(1, 8);
    note(`a worker unsubscribes ${times} times from ${profile.name}`);
    await crew.unsubscribe(profile.name, times);
  },
};

const end: Actor = {
  name: 'end a worker',
  weight: 2,
  async act(stage) {
    const { random, crews, load, note } = stage;
    const [crew] = random.some(crews, 1);
    if (crew === undefined) return;
    const how = random.pick(endings);
    note(`a worker ends by ${how}`);
    load.workers += 1;
    crews.delete(crew);
    const profile = random.chance(0.5) ? stage.victim() : undefined;
    // In the middle of what it is told, or not.
    await Promise.all([
      crew.end(how),
      profile === undefined ? Promise.resolve() : floodOf(stage, profile),
    ]);
  },
};

export const manning: readonly Actor[] = [start, subscribe, unsubscribe, end];
