import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Observable, Subscription } from 'rxjs';
import { OfflineStateError } from 'rx-outlook';
import type { Context } from './types.js';

/** Far beyond what a busy machine needs: it ends a test that hangs, and measures nothing. */
const patience = 60_000;

/**
 * How often a case repeats what it repeats, where each time needs several answers of the backend: a
 * fraction of it where these are slow to come. Never less than ten times.
 */
export function repetitions(whole: number): number {
  const fraction = Number(process.env['RX_OUTLOOK_TEST_REPETITIONS'] ?? 1);
  return Math.max(10, Math.round(whole * fraction));
}

/** Subscribes, keeps what comes, and lets a test wait for it. */
export class Recorder<T> {
  readonly values: T[] = [];
  error: unknown;
  completed = false;
  readonly subscription: Subscription;
  #waiting: (() => void)[] = [];

  constructor(
    source$: Observable<T>,
    onNext: (value: T, recorder: Recorder<T>) => void = () => undefined,
  ) {
    this.subscription = source$.subscribe({
      next: (value) => {
        this.values.push(value);
        onNext(value, this);
        this.#stir();
      },
      error: (error: unknown) => {
        this.error = error;
        this.#stir();
      },
      complete: () => {
        this.completed = true;
        this.#stir();
      },
    });
  }

  /** Waits until so many values have come; an error ends the waiting. */
  async count(values: number): Promise<readonly T[]> {
    await this.until(() => this.values.length >= values);
    return this.values;
  }

  /** Waits for the stream's error. */
  async failure(): Promise<OfflineStateError> {
    await this.until(() => this.error !== undefined);
    assert(this.error instanceof OfflineStateError);
    return this.error;
  }

  async until(condition: () => boolean): Promise<void> {
    let giveUp: () => void;
    // Not AbortSignal.timeout: Deno's goes on holding the event loop open when nobody listens any more.
    const limit = setTimeout(() => giveUp(), patience);
    try {
      while (!condition()) {
        assert(this.error === undefined && !this.completed, `ended: ${String(this.error)}`);
        await new Promise<void>((resolve, reject) => {
          this.#waiting.push(resolve);
          giveUp = () => {
            reject(new Error(`gave up waiting; the values were ${JSON.stringify(this.values)}`));
          };
        });
      }
    } finally {
      clearTimeout(limit);
    }
  }

  end(): void {
    this.subscription.unsubscribe();
  }

  #stir(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Waits for something that announces itself to nobody. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  const until = performance.now() + patience;
  while (!(await condition())) {
    assert(performance.now() < until, `gave up waiting until ${what}`);
    await nextTurn();
  }
}

/** Runs a body in a worker: `rx`, `backend`, `parentPort` and `require` are in its scope. */
export function startWorker({ entry, backend }: Context, body: string): Worker {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { backend } = workerData;
    const rx = require(workerData.entry);
    ${body}`;
  return new Worker(code, { eval: true, workerData: { entry, backend } });
}

/** Waits for a worker's message, or for its failure. */
export async function messageOf(worker: Worker): Promise<unknown> {
  const [message] = (await once(worker, 'message')) as [unknown];
  // A copy made here: what a runner with realms of its own compares must be of its realm.
  return JSON.parse(JSON.stringify(message)) as unknown;
}

/** Waits until the other side has seen so many Advise, and an Unadvise for each. */
export async function allUnadvised({ control }: Context, advises: number): Promise<void> {
  await eventually(
    async () => {
      const counters = await control.counters();
      return counters.advises === advises && counters.unadvises === advises;
    },
    `there were ${String(advises)} Advise, and an Unadvise for each`,
  );
  assert.equal((await control.counters()).registrations, 0);
}
