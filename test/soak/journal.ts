const kept = 100;

/** What was done last, by whom and when: a failure is understood by what went before it. */
export class Journal {
  readonly #start = performance.now();
  readonly #entries: string[] = [];
  #next = 0;

  note(who: string, what: string): void {
    const seconds = ((performance.now() - this.#start) / 1_000).toFixed(3);
    this.#entries[this.#next % kept] = `${seconds.padStart(9)} ${who}: ${what}`;
    this.#next += 1;
  }

  /** The oldest first. */
  last(): readonly string[] {
    const oldest = this.#next % kept;
    return [...this.#entries.slice(oldest), ...this.#entries.slice(0, oldest)].slice(
      -Math.min(this.#next, kept),
    );
  }
}
