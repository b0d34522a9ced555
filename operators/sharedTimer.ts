import { asyncScheduler, Observable, type SchedulerLike, type Subscription } from 'rxjs';

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

  constructor(scheduler: SchedulerLike, delay: number, emptied: () => void) {
    this.#scheduler = scheduler;
    this.#delay = delay;
    this.#emptied = emptied;
  }

  join(pass: () => void): () => void {
    const waiter: Waiter = { due: this.#scheduler.now() + this.#delay, pass };
    this.#waiters.add(waiter);
    if (this.#timer === undefined && !this.#isPassing) this.#wait(this.#delay);
    return () => {
      this.#waiters.delete(waiter);
      this.#endIfEmpty();
    };
  }

  #wait(delay: number): void {
    this.#timer = this.#scheduler.schedule(() => {
      this.#pass();
    }, delay);
  }

  #pass(): void {
    this.#timer = undefined;
    this.#isPassing = true;
    let left = 0;
    for (const waiter of this.#waiters) {
      left = waiter.due - this.#scheduler.now();
      if (left > 0) break;
      this.#waiters.delete(waiter);
      waiter.pass();
    }
    this.#isPassing = false;
    // Never longer than the delay, whatever became of the clock meanwhile.
    if (this.#waiters.size > 0) this.#wait(Math.min(left, this.#delay));
    else this.#endIfEmpty();
  }

  #endIfEmpty(): void {
    if (this.#waiters.size > 0 || this.#isPassing) return;
    this.#timer?.unsubscribe();
    this.#timer = undefined;
    this.#emptied();
  }
}

/** By what measures the time, then by delay. */
const lines = new WeakMap<object, Map<number, Line>>();

/** A test's fake clock replaces the global timers: what waits for the real ones must not wait for it. */
function clockOf(scheduler: SchedulerLike): object {
  return scheduler === asyncScheduler ? globalThis.setInterval : scheduler;
}

/**
 * Emits once, and completes, when `delay` milliseconds have passed. Any number of subscribers with the same
 * delay hold one timer of the scheduler's. Unsubscribing gives the place in the line back.
 */
export function sharedTimer(delay: number, scheduler: SchedulerLike): Observable<void> {
  return new Observable((subscriber) => {
    const clock = clockOf(scheduler);
    const byDelay = lines.get(clock) ?? new Map<number, Line>();
    lines.set(clock, byDelay);
    const line = byDelay.get(delay) ?? new Line(scheduler, delay, () => byDelay.delete(delay));
    byDelay.set(delay, line);
    return line.join(() => {
      subscriber.next();
      subscriber.complete();
    });
  });
}
