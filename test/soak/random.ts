/** Choices that a seed repeats: Mulberry32, whose state is one 32-bit number. */
export class Random {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed | 0;
  }

  /** A sequence of its own: what one takes of it is not missing in another's. */
  fork(name: string): Random {
    let hash = this.seed | 0;
    for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 0x0100_0193);
    return new Random(hash);
  }

  /** From 0 to 1, without the 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(all: readonly T[]): T {
    return all[this.between(0, all.length - 1)]!;
  }

  /** So many of them, or all, in any order. */
  some<T>(all: Iterable<T>, count: number): T[] {
    const left = [...all];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) {
      taken.push(...left.splice(this.between(0, left.length - 1), 1));
    }
    return taken;
  }

  /** One of them, each as likely as its weight says. */
  weighed<T extends { readonly weight: number }>(all: readonly T[]): T {
    let left = this.next() * all.reduce((sum, { weight }) => sum + weight, 0);
    return all.find(({ weight }) => (left -= weight) < 0) ?? all[0]!;
  }
}
