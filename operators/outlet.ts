import type { Subscriber } from 'rxjs';

/** Gives values to one subscriber, one loop at a time, and at most one end. */
export class Outlet<T> {
  readonly #subscriber: Subscriber<T>;
  readonly #drop: () => void;
  #isHandingOut = false;
  #isOver = false;

  /**
   * `drop` forgets the values that wait; called at the end, and again when the subscription is torn down.
   */
  constructor(subscriber: Subscriber<T>, drop: () => void) {
    this.#subscriber = subscriber;
    this.#drop = drop;
    subscriber.add(() => {
      this.#end();
    });
  }

  /**
   * True from the unsubscription or the end on. `Subscriber.closed` is true only after the observers of the
   * end have returned.
   */
  get isOver(): boolean {
    return this.#isOver;
  }

  next(value: T): void {
    if (!this.#isOver) this.#subscriber.next(value);
  }

  /**
   * Calls `step`, which emits one value, until it returns false. Returns false when such a loop runs
   * already: a value caused inside `next` is emitted after `next` has returned. Otherwise the second
   * subscriber of a shared stream would receive the later value first. A loop, so that the stack does not
   * grow with the values that wait.
   */
  handOut(step: () => boolean): boolean {
    if (this.#isHandingOut) return false;
    this.#isHandingOut = true;
    while (step());
    this.#isHandingOut = false;
    return true;
  }

  error(error: unknown): void {
    if (this.#isOver) return;
    this.#end();
    this.#subscriber.error(error);
  }

  complete(): void {
    if (this.#isOver) return;
    this.#end();
    this.#subscriber.complete();
  }

  #end(): void {
    this.#isOver = true;
    this.#drop();
  }
}
