import { Observable, type SchedulerLike, type Subscription } from 'rxjs';
import { ElapsedTime } from './elapsedTime.js';

interface Waiter {
  /** In elapsed time. */
  readonly due: number;
  pass(): void;
}

/** Waits for one delay with one timer: the waiters are due in the order in which they came. */
class Queue {
  readonly #waiters = new Set<Waiter>();
  readonly #scheduler: SchedulerLike;
  readonly #clock: ElapsedTime;
  readonly #delay: number;
  readonly #emptied: () => void;
  #timer: Subscription | undefined;
  #isPassing = false;
  #firesAt = Infinity;
  /** The clock's breaks when the timer was set. */
  #breaks = 0;

  constructor(scheduler: SchedulerLike, clock: ElapsedTime, delay: number, emptied: () => void) {
    this.#scheduler = scheduler;
    this.#clock = clock;
    this.#delay = delay;
    this.#emptied = emptied;
  }

  /**
   * Whether a waiter that joins now is served in time: not after the clock went back or was replaced (by a
   * test's fake one), nor when the timer is late. Then the waiter needs another queue, which costs one
   * timer more.
   */
  isSound(): boolean {
    const now = this.#clock.now();
    return this.#isPassing || (now <= this.#firesAt && this.#breaks === this.#clock.breaks);
  }

  join(pass: () => void): () => void {
    const now = this.#clock.now();
    const waiter: Waiter = { due: now + this.#delay, pass };
    this.#waiters.add(waiter);
    if (this.#timer === undefined && !this.#isPassing) this.#wait(now, this.#delay);
    return () => {
      this.#waiters.delete(waiter);
      this.#endIfEmpty();
    };
  }

  #wait(now: number, delay: number): void {
    this.#firesAt = now + delay;
    this.#breaks = this.#clock.breaks;
    this.#timer = this.#scheduler.schedule(() => {
      this.#pass();
    }, delay);
  }

  #pass(): void {
    this.#timer = undefined;
    this.#isPassing = true;
    let now = this.#firesAt;
    let left = 0;
    try {
      for (const waiter of this.#waiters) {
        now = this.#now();
        left = waiter.due - now;
        if (left > 0) break;
        this.#waiters.delete(waiter);
        waiter.pass();
      }
    } finally {
      this.#isPassing = false;
      if (this.#waiters.size > 0) this.#wait(now, Math.max(0, left));
      else this.#endIfEmpty();
    }
  }

  /** Returns the time; after the timer has fired at least its due time, whatever the clock says. */
  #now(): number {
    return Math.max(this.#clock.now(), this.#firesAt);
  }

  #endIfEmpty(): void {
    if (this.#waiters.size > 0 || this.#isPassing) return;
    this.#timer?.unsubscribe();
    this.#timer = undefined;
    this.#emptied();
  }
}

/**
 * One timer of the scheduler for each delay and any number of waiters. Users of one operator share the
 * timers: an operator that is made once and used for many accounts.
 */
export class SharedTimer {
  /** The clock that it measures with. */
  readonly clock: ElapsedTime;
  readonly #scheduler: SchedulerLike;
  readonly #queues = new Map<number, Queue>();

  constructor(scheduler: SchedulerLike) {
    this.clock = new ElapsedTime(scheduler);
    this.#scheduler = scheduler;
  }

  /** Emits once, and completes, after `delay` ms. Unsubscribing removes the waiter. */
  after(delay: number): Observable<void> {
    return new Observable((subscriber) =>
      this.#queueOf(delay).join(() => {
        subscriber.next();
        subscriber.complete();
      }),
    );
  }

  #queueOf(delay: number): Queue {
    const known = this.#queues.get(delay);
    if (known?.isSound() === true) return known;
    const queue: Queue = new Queue(this.#scheduler, this.clock, delay, () => {
      if (this.#queues.get(delay) === queue) this.#queues.delete(delay);
    });
    this.#queues.set(delay, queue);
    return queue;
  }
}
