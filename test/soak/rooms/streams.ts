import type { Actor } from '../actors/actor.js';
import { asking } from '../actors/asking.js';
import { changing, floodOf } from '../actors/changing.js';
import { failing } from '../actors/failing.js';
import { holding } from '../actors/holding.js';
import { eachStatus, killing } from '../actors/killing.js';
import { manAll, manning } from '../actors/manning.js';
import { removing } from '../actors/removing.js';
import { subscribing } from '../actors/subscribing.js';
import { inspect } from '../inspect.js';
import { steady, type Means, type Place } from '../place.js';
import { Stage } from '../stage.js';
import type { Random } from '../random.js';
import type { Room } from './room.js';

const statuses = 3;
const mostActions = 10;
const anywhere: readonly Actor[] = [
  ...subscribing,
  ...changing,
  ...failing,
  ...holding,
  ...removing,
  ...asking,
  ...manning,
];

/** One backend: subscriptions of this thread and of workers, and all that can happen to them. */
export class StreamsRoom implements Room {
  readonly name: string;
  readonly #stage: Stage;
  readonly #actors: readonly Actor[];
  readonly #random: Random;
  #round = 0;

  constructor(place: Place, means: Means) {
    this.name = place.backend;
    this.#stage = new Stage(place, means);
    this.#random = means.random;
    this.#actors = place.backend === 'bridge' ? [...anywhere, ...killing] : anywhere;
  }

  async open(): Promise<void> {
    const stage = this.#stage;
    await stage.raise();
    for (let i = 0; i < statuses; ++i) stage.watchStatus();
    await eachStatus(stage, 'online');
    await manAll(stage);
    await inspect(stage);
  }

  async round(): Promise<void> {
    const stage = this.#stage;
    // A sequence for each action: what one has found alive, and chosen from, changes no other's choices.
    const random = this.#random.fork(`round ${++this.#round}`);
    stage.random = random.fork('rain');
    // Now and then changes rain on one profile while the rest goes on.
    const rain = random.chance(0.4) ? this.#rain() : Promise.resolve();
    for (let left = random.between(1, mostActions); left > 0; --left) {
      const actor = random.weighed(this.#actors);
      stage.random = random.fork(`action ${left}`);
      // A host that is killed makes no more changes.
      if (actor.name === 'kill the host') await rain;
      await actor.act(stage);
    }
    await rain;
    await inspect(stage);
    stage.load.rounds += 1;
  }

  /** Everything ends, in any order, and the counts are those of nothing. */
  async close(): Promise<void> {
    const stage = this.#stage;
    stage.note('the end');
    for (const crew of stage.crews) await crew.end('drain');
    stage.crews.clear();
    for (const status of stage.statuses.splice(0)) status.end();
    stage.profile(steady).advises += statuses;
    for (const profile of stage.profiles.values()) for (const one of profile.live()) one.end();
    await inspect(stage);
    await stage.host.end();
  }

  async #rain(): Promise<void> {
    const profile = this.#stage.victim();
    if (profile === undefined) return;
    profile.isInRain = true;
    await floodOf(this.#stage, profile);
    profile.isInRain = false;
  }
}
