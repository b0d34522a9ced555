/** The first pause and the longest, in milliseconds; each pause is twice the one before. */
export const shortestPause = 5_000;
const longestPause = 60_000;

/** Pauses between attempts. */
export class GrowingPause {
  #next = shortestPause;

  take(): number {
    const pause = this.#next;
    this.#next = Math.min(pause * 2, longestPause);
    return pause;
  }

  reset(): void {
    this.#next = shortestPause;
  }
}
