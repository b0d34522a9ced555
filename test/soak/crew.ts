import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { BackendName } from 'rx-outlook';
import { Remote } from '../contract/remoteControl.js';
import type { Checker } from './checker.js';
import { lastWords } from './ending.js';
import type { Ending, FarWorker, Report } from './worker.js';

const exitCodes: Readonly<Record<Ending | 'terminate', number>> = {
  terminate: 1,
  throw: 1,
  exit: 0,
  drain: 0,
};

/** Small ones: how much of its heap a worker has touched is not to hide what the process loses. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** A worker, how many subscriptions it has, and whether it ends as it was told to. */
export class Crew {
  /** Streams of states, and streams of changes, by profile. */
  readonly live = new Map<string, { states: number; changes: number }>();
  readonly far: Remote<FarWorker>;
  /** Notifications that earlier reports have told of. */
  received = 0;
  readonly #worker: Worker;
  readonly #checker: Checker;
  readonly #exited: Promise<number>;
  #ending: Ending | 'terminate' | undefined;

  constructor(backend: BackendName, checker: Checker) {
    this.#checker = checker;
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { backend },
      resourceLimits,
    });
    this.#worker = worker;
    this.far = new Remote<FarWorker>({
      post: (message) => worker.postMessage(message),
      onMessage: (listener) => worker.on('message', listener),
    });
    worker.on('error', (error: unknown) => {
      const isTold = this.#ending === 'throw' && String(error).endsWith(lastWords);
      checker.holds('workers', isTold, () => `a worker threw ${String(error)}`);
    });
    this.#exited = new Promise((resolve) => {
      worker.once('exit', (code) => {
        this.far.lost(new Error('the worker has ended'));
        checker.holds('workers', this.#ending !== undefined, () => `a worker ended with ${code}`);
        resolve(code);
      });
    });
  }

  async started(): Promise<this> {
    await Promise.race([once(this.#worker, 'online'), this.#exited]);
    return this;
  }

  liveOf(profile: string): number {
    const { states = 0, changes = 0 } = this.live.get(profile) ?? {};
    return states + changes;
  }

  async subscribe(profile: string, times: number): Promise<void> {
    await this.far.call('subscribe', profile, times);
    const { states = 0, changes = 0 } = this.live.get(profile) ?? {};
    this.live.set(profile, { states: states + times, changes: changes + 1 });
  }

  async unsubscribe(profile: string, times: number): Promise<void> {
    await this.far.call('unsubscribe', profile, times);
    const { states = 0, changes = 0 } = this.live.get(profile) ?? {};
    this.live.set(profile, {
      states: Math.max(states - times, 0),
      changes: Math.max(changes - times, 0),
    });
  }

  mayFail(profiles: readonly string[], code: string): Promise<void> {
    return this.far.call('mayFail', profiles, code);
  }

  /** Resolves when all its subscriptions to them have failed. */
  async haveFailed(profiles: readonly string[]): Promise<void> {
    await this.far.call('haveFailed', profiles);
    for (const profile of profiles) this.live.delete(profile);
  }

  settled(): Promise<void> {
    return this.far.call('settled');
  }

  report(): Promise<Report> {
    return this.far.call('report');
  }

  /** Resolves when it is gone, with all that it had subscribed. */
  async end(how: Ending | 'terminate'): Promise<void> {
    this.#ending = how;
    if (how === 'terminate') await this.#worker.terminate();
    // What it has ended by may be quicker than its answer.
    else await this.far.call('end', how).catch(() => undefined);
    const code = await this.#exited;
    this.#checker.equal('workers', code, exitCodes[how], () => `the exit code after ${how}`);
  }
}
