import { asyncScheduler, type SchedulerLike, type TimestampProvider } from 'rxjs';

/**
 * Time that passes, in milliseconds, for what measures durations: it never goes back, and no wall clock that is set
 * moves it.
 *
 * RxJS's own schedulers tell the wall clock's time, so the monotonic clock measures theirs, in whole milliseconds.
 * Three clocks are taken as they are: the virtual one of a TestScheduler in run mode, which those schedulers tell
 * then; a test's fake Date whose library leaves `performance` alone (node:test); and that of any other scheduler.
 */
export class ElapsedTime implements TimestampProvider {
  readonly #scheduler: SchedulerLike;
  #elapsed = 0;
  #breaks = 0;
  // As of the last look; the first look is a break.
  #told = NaN;
  #measured = NaN;
  #date: unknown;
  #performance: unknown;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /**
   * How often the clock has been exchanged, or has gone back, between two looks. Nothing is known of the time
   * between those: it counts as none. A timer that was set before may belong to a clock that is gone.
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

  /** Since the last look; no number when a fake clock has come or gone meanwhile. */
  #step(): number {
    const before = Date.now();
    const told = this.#scheduler.now();
    const after = Date.now();
    const sinceTold = told - this.#told;
    this.#told = told;
    // The function itself: all of RxJS's own schedulers have the same.
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

/** The real one inherits its methods. */
function isFakePerformance(): boolean {
  return Object.hasOwn(performance, 'now');
}
