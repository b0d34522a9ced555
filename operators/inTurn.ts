/** Applies items in their order, one at a time: an item added while another is applied waits for it. */
export class InTurn<T> {
  readonly #apply: (item: T) => void;
  readonly #waiting: T[] = [];
  #isBusy = false;

  constructor(apply: (item: T) => void) {
    this.#apply = apply;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /**
   * Returns true after the last waiting item was applied, false when a call further up applies this one.
   */
  add(item: T): boolean {
    this.#waiting.push(item);
    if (this.#isBusy) return false;
    this.#isBusy = true;
    while (this.#waiting.length > 0) this.#apply(this.#waiting.shift() as T);
    this.#isBusy = false;
    return true;
  }

  /** Drops the items that wait. */
  clear(): void {
    this.#waiting.length = 0;
  }
}
