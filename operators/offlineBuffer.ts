import { Observable, type ObservableInput, type SchedulerLike, type Subscriber } from 'rxjs';
import { OfflineStateError } from '../lib/errors.js';
import { Fifo } from './fifo.js';
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

/** What one subscriber's values wait in for the line. */
export class OfflineBuffer<T> {
  readonly #subscriber: Subscriber<unknown>;
  readonly #limits: BufferLimits;
  readonly #project: Project<T> | undefined;
  readonly #held = new Fifo<T>();
  #isOnline = false;
  #isSourceDone = false;
  #isHandingOut = false;
  /** Left, or told of its end: `closed` says so only when those who hear of the end have returned. */
  #isOver = false;
  /** Values under way; without a project, those that have gone out in this turn. */
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
    subscriber.add(() => {
      this.#isOver = true;
      this.#held.clear();
    });
  }

  setLine(isOnline: boolean): void {
    this.#isOnline = isOnline;
    this.#handOut();
  }

  lineEnds(): void {
    if (this.#isOnline || this.#isOver) return;
    this.#fail(
      'ERR_STATES_ENDED',
      'The connection states ended while not online, so nothing could go out any more. Give a stream that goes on, such as connectionStatus$.',
    );
  }

  take(value: T): void {
    if (this.#isOver) return;
    if (!this.#isOnline || this.#held.size > 0) this.#hold(value);
    else if (this.#project === undefined) this.#subscriber.next(value);
    else if (this.#hasRoom()) this.#begin(value, this.#project);
    else this.#hold(value);
  }

  error(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#subscriber.error(error);
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
          `More than ${String(maxSize)} values to hold. Allow for more, or choose which are dropped.`,
        );
        return;
      }
      this.#held.shift();
    }
    this.#held.push(value);
  }

  /** One loop at a time: what is caused inside `next` goes out when that has returned. */
  #handOut(): void {
    if (this.#isHandingOut) return;
    this.#isHandingOut = true;
    while (!this.#isOver && this.#isOnline && this.#held.size > 0 && this.#hasRoom()) {
      const value = this.#held.shift() as T;
      if (this.#project === undefined) this.#give(value);
      else this.#begin(value, this.#project);
    }
    this.#isHandingOut = false;
    this.#completeIfDone();
  }

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
    this.#subscriber.next(value);
  }

  #begin(value: T, project: Project<T>): void {
    this.#underWay += 1;
    // Constructed, so that what project throws is an error, and what it ends is not subscribed.
    const run = new Observable((running) => {
      const input = project(value, this.#index++);
      if (!running.closed) toObservable(input).subscribe(running);
    });
    run.pipe(untilClosed(this.#subscriber)).subscribe({
      next: (result) => {
        if (!this.#isOver) this.#subscriber.next(result);
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
    if (this.#isOver || !this.#isSourceDone || this.#held.size > 0 || !isIdle) return;
    this.#isOver = true;
    this.#subscriber.complete();
  }

  #fail(code: string, message: string): void {
    this.error(new OfflineStateError(message, { code, operation: 'bufferWhileOffline' }));
  }
}
