import { setTimeout as pause } from 'node:timers/promises';
import { diagnostics } from 'rx-outlook';
import { Checker } from './checker.js';
import { Counts } from './counts.js';
import { Journal } from './journal.js';
import { Load } from './load.js';
import { checkMemory, sample, type Sample } from './memory.js';
import { Random } from './random.js';
import { progressLine } from './report.js';
import { leastResources, leftBehind } from './resources.js';
import { AutoRoom } from './rooms/auto.js';
import { bridge, embedded } from './rooms/places.js';
import type { Room } from './rooms/room.js';
import { StreamsRoom } from './rooms/streams.js';
import type { Means } from './stage.js';

/** No round takes so long, also where the machine is busy. */
const patience = 120_000;
const rehearsedRounds = 20;
const progressEvery = 10;
/** Of the time: until then caches fill, and the allocator finds its size. */
const warmUp = 1 / 3;

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
  readonly #print: (line: string) => void;
  readonly #begun = new Map<string, number>();
  #startedWith = diagnostics().received;

  constructor(seed: number, print: (line: string) => void) {
    this.#random = new Random(seed);
    this.#print = print;
  }

  async run(minutes: number): Promise<void> {
    const onUncaught = (error: unknown): void => {
      this.checker.holds('progress', false, () => `uncaught: ${describe(error)}`);
    };
    process.on('uncaughtException', onUncaught);
    // What is made once and kept (threads, watches) is made by then.
    await this.#play('rehearsal', (_, rounds) => rounds >= rehearsedRounds);
    const before = await leastResources();
    const seconds = minutes * 60;
    await this.#play('run', (at) => at >= seconds, seconds * warmUp);
    if (!this.checker.isBroken) {
      const left = await leftBehind(before);
      this.checker.equal('resources', left, [], () => 'what is held beyond the start');
      checkMemory(this.samples, this.checker);
    }
    process.off('uncaughtException', onUncaught);
  }

  #rooms(act: string): Room[] {
    const means = (name: string): Means => ({
      random: this.#random.fork(`${act} ${name}`),
      checker: this.checker,
      load: this.load,
      note: (what) => {
        this.journal.note(name, what);
      },
    });
    return [
      new StreamsRoom(embedded, means('embedded')),
      new StreamsRoom(bridge, means('bridge')),
      new AutoRoom(means('auto')),
    ];
  }

  async #play(
    act: string,
    isOver: (seconds: number, rounds: number) => boolean,
    sampleFrom = Infinity,
  ): Promise<void> {
    if (this.checker.isBroken) return;
    const rooms = this.#rooms(act);
    const start = performance.now();
    const seconds = (): number => (performance.now() - start) / 1_000;
    const playing = Promise.all(
      rooms.map(async (room) => {
        try {
          await this.#step(room.name, room.open());
          for (let rounds = 0; !isOver(seconds(), rounds) && !this.checker.isBroken; ++rounds) {
            await this.#step(room.name, room.round());
          }
          if (!this.checker.isBroken) await this.#step(room.name, room.close());
        } catch (error) {
          this.checker.holds('progress', false, () => `${room.name}: ${describe(error)}`);
        }
      }),
    ).then(() => true);
    for (let tick = 1; ; ++tick) {
      const ended = pause(1_000, false);
      if (await Promise.race([playing, ended])) break;
      this.#counts.check();
      this.#takeNotifications();
      const now = sample(seconds());
      if (now.at >= sampleFrom) this.samples.push(now);
      if (tick % progressEvery === 0) {
        this.#print(progressLine(this.load, this.checker.times, now));
      }
      if (this.#isStalled()) break;
    }
    this.#counts.check();
  }

  async #step(name: string, step: Promise<void>): Promise<void> {
    this.#begun.set(name, performance.now());
    await step;
    this.#begun.delete(name);
    this.#counts.check();
    this.checker.holds('progress', true, () => name);
  }

  #isStalled(): boolean {
    for (const [name, begun] of this.#begun) {
      const isStalled = performance.now() - begun > patience;
      if (isStalled) this.checker.holds('progress', false, () => `${name} goes on no more`);
      if (isStalled) return true;
    }
    return false;
  }

  /** What this thread has received since the last time; workers tell by themselves. */
  #takeNotifications(): void {
    const { received } = diagnostics();
    this.load.notifications += received - this.#startedWith;
    this.#startedWith = received;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
