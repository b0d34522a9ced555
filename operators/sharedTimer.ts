import { Observable, type SchedulerLike, type Subscription } from 'rxjs';

interface Waiter {
  /** By the scheduler's clock. */
  readonly due: number;
  pass(): void;
}

/** All who wait for the same delay, and so are due in the order in which they came: one timer for them. */
class Line {
  readonly #waiters = new Set<Waiter>();
  readonly #scheduler: SchedulerLike;
  readonly #delay: number;
  readonly #emptied: () => void;
  #timer: Subscription | undefined;
  #isPassing = false;
  #firesAt = Infinity;
  #lastDue = -Infinity;

  constructor(scheduler: SchedulerLike, delay: number, emptied: () => void) {
    this.#scheduler = scheduler;
    this.#delay = delay;
    this.#emptied = emptied;
  }

  /**
   * Whether who joins now is sure to be served: not when the clock was set back or exchanged meanwhile (a
   * test's fake one), nor when the timer is late. Then another line does no harm but to cost a timer.
   */
  isSound(): boolean {
    const now = this.#scheduler.now();
    return this.#lastDue <= now + this.#delay && (this.#isPassing || now <= this.#firesAt);
  }

  join(pass: () => void): () => void {
    const waiter: Waiter = { due: this.#scheduler.now() + this.#delay, pass };
    this.#lastDue = waiter.due;
    this.#waiters.add(waiter);
    if (this.#timer === undefined && !this.#isPassing) this.#wait(this.#delay);
    return () => {
      this.#waiters.delete(waiter);
      this.#endIfEmpty();
    };
  }

  #wait(delay: number): void {
    this.#firesAt = this.#scheduler.now() + delay;
    this.#timer = this.#scheduler.schedule(() => {
      this.#pass();
    }, delay);
  }

  #pass(): void {
    this.#timer = undefined;
    this.#isPassing = true;
    let left = 0;
    try {
      for (const waiter of this.#waiters) {
        left = waiter.due - this.#scheduler.now();
        if (left > 0) break;
        this.#waiters.delete(waiter);
        waiter.pass();
      }
    } finally {
      this.#isPassing = false;
      // Never longer than the delay, whatever became of the clock meanwhile.
      if (this.#waiters.size > 0) this.#wait(Math.max(0, Math.min(left, this.#delay)));
      else this.#endIfEmpty();
    }
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
  readonly #scheduler: SchedulerLike;
  readonly #lines = new Map<number, Line>();

  constructor(scheduler: SchedulerLike) {
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
    const line: Line = new Line(this.#scheduler, delay, () => {
      if (this.#lines.get(delay) === line) this.#lines.delete(delay);
    });
    this.#lines.set(delay, line);
    return line;
  }
}
