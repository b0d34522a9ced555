import { Crew } from '../crew.js';
import type { Stage } from '../stage.js';
import { floodOf } from './changing.js';
import type { Actor } from './actor.js';

const mostEach = 20;
const endings = ['terminate', 'terminate', 'exit', 'throw', 'drain'] as const;

/** As many at any time: so memory can be compared with what it was. */
const crewsAtOnce = 2;

async function start(stage: Stage): Promise<void> {
  stage.note('start a worker');
  const crew = await new Crew(stage.backend, stage.checker).started();
  stage.crews.add(crew);
  await subscribeIn(stage, crew);
}

/** To begin with. */
export async function manAll(stage: Stage): Promise<void> {
  while (stage.crews.size < crewsAtOnce) await start(stage);
}

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
  name: 'end a worker, and start another',
  weight: 2.5,
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
    await manAll(stage);
  },
};

export const manning: readonly Actor[] = [subscribe, unsubscribe, end];
