import { Observable, type SchedulerLike, type Subscription } from 'rxjs';
import { ElapsedTime } from './elapsedTime.js';

interface Waiter {
  /** In elapsed time. */
  readonly due: number;
  pass(): void;
}

/** All who wait for the same delay, and so are due in the order in which they came: one timer for them. */
class Line {
  readonly #waiters = new Set<Waiter>();
  readonly #scheduler: SchedulerLike;
  readonly #clock: ElapsedTime;
  readonly #delay: number;
  readonly #emptied: () => void;
  #timer: Subscription | undefined;
  #isPassing = false;
  #firesAt = Infinity;
  /** The clock's when the timer was set. */
  #breaks = 0;

  constructor(scheduler: SchedulerLike, clock: ElapsedTime, delay: number, emptied: () => void) {
    this.#scheduler = scheduler;
    this.#clock = clock;
    this.#delay = delay;
    this.#emptied = emptied;
  }

  /**
   * Whether who joins now is sure to be served: not when the clock was set back or exchanged meanwhile (a
   * test's fake one), nor when the timer is late. Then another line does no harm but to cost a timer.
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

  /** The timer has fired: its time has passed, whatever the clock says. */
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
 * One timer of the scheduler's for each delay, however many wait for it. What shares it is what shares
 * this object: an operator that is made once and used for many accounts.
 */
export class SharedTimer {
  /** What it measures with. */
  readonly clock: ElapsedTime;
  readonly #scheduler: SchedulerLike;
  readonly #lines = new Map<number, Line>();

  constructor(scheduler: SchedulerLike) {
    this.clock = new ElapsedTime(scheduler);
    this.#scheduler = scheduler;
  }

  /** Emits once, and completes, when `delay` ms have passed. Unsubscribing gives the place in line back. */
  after(delay: number): Observable<void> {
    return new Observable((subscriber) =>
      this.#lineOf(delay).join(() => {
        subscriber.next();
        subscriber.complete();
      }),
    );
  }

  #lineOf(delay: number): Line {
    const known = this.#lines.get(delay);
    if (known?.isSound() === true) return known;
    const line: Line = new Line(this.#scheduler, this.clock, delay, () => {
      if (this.#lines.get(delay) === line) this.#lines.delete(delay);
    });
    this.#lines.set(delay, line);
    return line;
  }
}
