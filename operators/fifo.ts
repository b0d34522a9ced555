interface Link<T> {
  readonly value: T;
  next: Link<T> | undefined;
}

/** A first-in, first-out queue; both ends cost the same at every length. */
export class Fifo<T> {
  #first: Link<T> | undefined;
  #last: Link<T> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): T | undefined {
    return this.#first?.value;
  }

  push(value: T): void {
    const link: Link<T> = { value, next: undefined };
    if (this.#last === undefined) this.#first = link;
    else this.#last.next = link;
    this.#last = link;
    this.#size += 1;
  }

  /** Removes the first value. */
  shift(): T | undefined {
    const link = this.#first;
    if (link === undefined) return undefined;
    this.#first = link.next;
    if (this.#first === undefined) this.#last = undefined;
    this.#size -= 1;
    return link.value;
  }

  clear(): void {
    this.#first = this.#last = undefined;
    this.#size = 0;
  }
}
