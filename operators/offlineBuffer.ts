import { Observable, type ObservableInput, type SchedulerLike, type Subscriber } from 'rxjs';
import { OfflineStateError } from '../lib/errors.js';
import { Fifo } from './fifo.js';
import { Outlet } from './outlet.js';
import type { Overflow } from './overflow.js';
import { toObservable } from './toObservable.js';
import { untilClosed } from './untilClosed.js';

export interface BufferLimits {
  readonly maxSize: number;
  readonly overflow: Overflow;
  readonly concurrency: number;
  readonly scheduler: SchedulerLike;
}

type Project<T> = (value: T, index: number) => ObservableInput<unknown>;

/** Holds one subscriber's values until the connection is online. */
export class OfflineBuffer<T> {
  readonly #subscriber: Subscriber<unknown>;
  readonly #outlet: Outlet<unknown>;
  readonly #limits: BufferLimits;
  readonly #project: Project<T> | undefined;
  readonly #held = new Fifo<T>();
  #isOnline = false;
  #isSourceDone = false;
  /** Counts the values that `project` processes; without `project`, those emitted in this turn. */
  #underWay = 0;
  #index = 0;

  constructor(
    subscriber: Subscriber<unknown>,
    limits: BufferLimits,
    project: Project<T> | undefined,
  ) {
    this.#subscriber = subscriber;
    this.#limits = limits;
    this.#project = project;
    this.#outlet = new Outlet(subscriber, () => {
      this.#held.clear();
    });
  }

  setOnline(isOnline: boolean): void {
    this.#isOnline = isOnline;
    this.#handOut();
  }

  statesEnd(): void {
    if (this.#isOnline || this.#outlet.isOver) return;
    this.#fail(
      'ERR_STATES_ENDED',
      'The connection states ended while not online, so that no value can be emitted any more. Use a stream that does not end, such as connectionStatus$.',
    );
  }

  take(value: T): void {
    if (this.#outlet.isOver) return;
    if (!this.#isOnline || this.#held.size > 0) this.#hold(value);
    else if (this.#project === undefined) this.#outlet.next(value);
    else if (this.#hasRoom()) this.#begin(value, this.#project);
    else this.#hold(value);
  }

  error(error: unknown): void {
    this.#outlet.error(error);
  }

  sourceEnds(): void {
    this.#isSourceDone = true;
    this.#completeIfDone();
  }

  #hold(value: T): void {
    if (this.#held.size === this.#limits.maxSize) {
      const { overflow, maxSize } = this.#limits;
      if (overflow === 'drop-newest') return;
      if (overflow === 'error') {
        this.#fail(
          'ERR_BUFFER_OVERFLOW',
          `More than ${String(maxSize)} values to hold. Raise maxSize, or choose with overflow which ones are dropped.`,
        );
        return;
      }
      this.#held.shift();
    }
    this.#held.push(value);
  }

  #handOut(): void {
    if (this.#outlet.handOut(this.#giveNext)) this.#completeIfDone();
  }

  readonly #giveNext = (): boolean => {
    if (this.#outlet.isOver || !this.#isOnline || this.#held.size === 0) return false;
    if (!this.#hasRoom()) return false;
    const value = this.#held.shift() as T;
    if (this.#project === undefined) this.#give(value);
    else this.#begin(value, this.#project);
    return true;
  };

  #hasRoom(): boolean {
    return this.#underWay < this.#limits.concurrency;
  }

  #give(value: T): void {
    const { concurrency, scheduler } = this.#limits;
    if (concurrency !== Infinity) {
      if (this.#underWay === 0) {
        const turn = scheduler.schedule(() => {
          this.#subscriber.remove(turn);
          this.#underWay = 0;
          this.#handOut();
        });
        this.#subscriber.add(turn);
      }
      this.#underWay += 1;
    }
    this.#outlet.next(value);
  }

  #begin(value: T, project: Project<T>): void {
    this.#underWay += 1;
    // Constructed: an exception of `project` becomes an error, and nothing is subscribed when `project`
    // unsubscribes.
    const run = new Observable((running) => {
      const input = project(value, this.#index++);
      if (!running.closed) toObservable(input).subscribe(running);
    });
    run.pipe(untilClosed(this.#subscriber)).subscribe({
      next: (result) => {
        this.#outlet.next(result);
      },
      error: (error: unknown) => {
        this.error(error);
      },
      complete: () => {
        this.#underWay -= 1;
        this.#handOut();
      },
    });
  }

  #completeIfDone(): void {
    const isIdle = this.#project === undefined || this.#underWay === 0;
    if (this.#isSourceDone && this.#held.size === 0 && isIdle) this.#outlet.complete();
  }

  #fail(code: string, message: string): void {
    this.error(new OfflineStateError(message, { code, operation: 'bufferWhileOffline' }));
  }
}
