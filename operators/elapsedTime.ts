import { asyncScheduler, type SchedulerLike, type TimestampProvider } from 'rxjs';

/**
 * The time that passes, in milliseconds, for measuring durations: it never goes back, and setting the wall
 * clock does not change it.
 *
 * RxJS's own schedulers return the wall clock's time, so the monotonic clock measures theirs, in whole
 * milliseconds. Three clocks are used as they are: the virtual one of a TestScheduler in run mode, which
 * those schedulers return then; a test's fake Date whose library does not fake `performance` (node:test);
 * and the clock of any other scheduler.
 */
export class ElapsedTime implements TimestampProvider {
  readonly #scheduler: SchedulerLike;
  #elapsed = 0;
  #breaks = 0;
  // The results of the last reading; the first reading is a break.
  #told = NaN;
  #measured = NaN;
  #date: unknown;
  #performance: unknown;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /**
   * Counts how often the clock was replaced, or went back, between two readings. The time between those is
   * unknown, and counts as none. A timer from before may belong to a clock that no longer exists.
   */
  get breaks(): number {
    return this.#breaks;
  }

  now(): number {
    const step = this.#step();
    if (step >= 0) this.#elapsed += step;
    else this.#breaks += 1;
    return this.#elapsed;
  }

  /** Returns the time since the last reading; NaN when a fake clock was installed or removed meanwhile. */
  #step(): number {
    const before = Date.now();
    const told = this.#scheduler.now();
    const after = Date.now();
    const sinceTold = told - this.#told;
    this.#told = told;
    // Compares the function itself: all of RxJS's own schedulers have the same one.
    if (this.#scheduler.now !== asyncScheduler.now) return sinceTold;

    const measured = Math.floor(performance.now());
    const sinceMeasured = measured - this.#measured;
    const isSameClock = this.#date === Date && this.#performance === performance;
    this.#measured = measured;
    this.#date = Date;
    this.#performance = performance;
    if (!isSameClock) return NaN;
    const isVirtual = told < before || told > after;
    return isVirtual || (isFake(Date) && !isFakePerformance()) ? sinceTold : sinceMeasured;
  }
}

let judged: unknown;
let isJudgedFake = false;

const nativeDate = /^function Date\(\)\s*\{\s*\[native code\]\s*\}$/;

/** Libraries that fake time replace the whole constructor, by a function or a Proxy. */
function isFake(date: DateConstructor): boolean {
  if (date !== judged) {
    judged = date;
    isJudgedFake = !nativeDate.test(Function.prototype.toString.call(date));
  }
  return isJudgedFake;
}

/** The real object inherits its methods; a fake one owns them. */
function isFakePerformance(): boolean {
  return Object.hasOwn(performance, 'now');
}
