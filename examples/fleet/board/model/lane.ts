import type { OverallState } from 'rx-outlook/operators';

export interface Segment {
  readonly state: OverallState;
  readonly from: number;
  readonly to: number;
}

/** The states of one machine over a window of time, for its lane of the timeline. Times are of the wall clock. */
export class Lane {
  readonly #window: number;
  /** When each state began, the oldest first. */
  #begun: { readonly state: OverallState; from: number }[] = [];

  constructor(window: number) {
    this.#window = window;
  }

  /** Since when the present state holds; undefined before the first one. */
  get since(): number | undefined {
    return this.#begun.at(-1)?.from;
  }

  /**
   * Begins a state. `from` comes from a machine's clock, which may be wrong: it is never before the state that holds,
   * and never after `now`. A state that held no time is forgotten.
   */
  enter(state: OverallState, from: number, now: number): void {
    const last = this.#begun.at(-1);
    if (last?.state === state) return;
    const start = Math.min(Math.max(from, last?.from ?? -Infinity), now);
    if (last?.from === start) this.#begun.pop();
    if (this.#begun.at(-1)?.state !== state) this.#begun.push({ state, from: start });
    this.#forget(now);
  }

  /** What holds within the window that ends now. */
  segments(now: number): Segment[] {
    this.#forget(now);
    const start = now - this.#window;
    return this.#begun
      .map(({ state, from }, i) => ({
        state,
        from: Math.max(from, start),
        to: Math.min(this.#begun[i + 1]?.from ?? now, now),
      }))
      .filter(({ from, to }) => from < to);
  }

  /** Removes what ended before the window. */
  #forget(now: number): void {
    const start = now - this.#window;
    const first = this.#begun.findIndex((_, i) => (this.#begun[i + 1]?.from ?? Infinity) > start);
    if (first > 0) this.#begun = this.#begun.slice(first);
  }
}
