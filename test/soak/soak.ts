import { setTimeout as pause } from 'node:timers/promises';
import { diagnostics } from 'rx-outlook';
import { Thrown } from './actors/subscribing.js';
import { Act, describe } from './act.js';
import { Checker } from './checker.js';
import { Counts } from './counts.js';
import { Journal } from './journal.js';
import { Load } from './load.js';
import { checkMemory, type Measured, sample, type Sample } from './memory.js';
import { Random } from './random.js';
import { progressLine } from './report.js';
import { leastResources, leftBehind } from './resources.js';
import type { Means } from './place.js';
import type { Room } from './rooms/room.js';
import { hearWhatIsHeldBack } from './watched.js';

const rehearsedRounds = 20;
const progressEvery = 10;
/** Of the time: until then caches fill, and the allocator finds its size. */
const warmUp = 1 / 3;

export interface SoakOptions {
  readonly seed: number;
  readonly roomsWith: (means: (name: string) => Means) => readonly Room[];
  /** What of the process's memory says anything here. */
  readonly measured: readonly Measured[];
  readonly print: (line: string) => void;
}

/** Plays in all rooms at once, for so long or until something is broken. */
export class Soak {
  readonly load = new Load();
  readonly journal = new Journal();
  readonly samples: Sample[] = [];
  readonly checker = new Checker((what) => {
    this.journal.note('CHECKER', what);
  });
  readonly #counts = new Counts(this.checker);
  readonly #random: Random;
  readonly #options: SoakOptions;
  #received = diagnostics().received;

  constructor(options: SoakOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  async run(minutes: number): Promise<void> {
    const onUncaught = (error: unknown): void => {
      if (error instanceof Thrown) return;
      this.checker.holds('progress', false, () => `uncaught: ${describe(error)}`);
    };
    process.on('uncaughtException', onUncaught);
    hearWhatIsHeldBack(this.checker);
    // What is made once and kept (threads, watches) is made by then.
    await this.#play('rehearsal', (_, rounds) => rounds >= rehearsedRounds);
    const before = await leastResources();
    const seconds = minutes * 60;
    if (!this.checker.isBroken) await this.#play('run', (at) => at >= seconds, seconds * warmUp);
    if (!this.checker.isBroken) {
      const left = await leftBehind(before);
      this.checker.equal('resources', left, [], () => 'what is held beyond the start');
      checkMemory(this.samples, this.#options.measured, this.checker);
    }
    process.off('uncaughtException', onUncaught);
  }

  #rooms(act: string): readonly Room[] {
    return this.#options.roomsWith((name) => ({
      random: this.#random.fork(`${act} ${name}`),
      checker: this.checker,
      load: this.load,
      note: (what) => {
        this.journal.note(name, what);
      },
    }));
  }

  async #play(
    name: string,
    isOver: (seconds: number, rounds: number) => boolean,
    sampleFrom = Infinity,
  ): Promise<void> {
    const check = (): void => {
      this.#counts.check();
    };
    const act = new Act(this.#rooms(name), this.checker, check);
    // Not raced with each pause: that would leave something with it each time, until it is over.
    const play = { isOver: false };
    void act.play(isOver).then(() => (play.isOver = true));
    for (let tick = 1; ; ++tick) {
      await pause(1_000);
      if (play.isOver) break;
      this.#counts.check();
      this.#takeNotifications();
      const now = sample(act.seconds);
      if (act.isInFull && now.at >= sampleFrom) this.samples.push(now);
      if (tick % progressEvery === 0) {
        this.#options.print(progressLine(this.load, this.checker.times, now));
      }
      if (act.isStalled()) break;
    }
  }

  /** What this thread has received since the last time; workers tell by themselves. */
  #takeNotifications(): void {
    const { received } = diagnostics();
    this.load.notifications += received - this.#received;
    this.#received = received;
  }
}
