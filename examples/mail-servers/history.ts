import type { ConnectionState } from 'rx-outlook';

export type State = ConnectionState | 'unknown';

/** The look of one second: a dip is an interruption that the debounce held back. */
export type Mark = State | 'dip';

/** The first of these in one second is shown, so that no outage is too short to be seen. */
const precedence: readonly Mark[] = ['offline', 'dip', 'unknown', 'online'];

/** The largest number of cells in a strip, one for each second. */
export const longestStrip = 60;

/** Records one account: its state, since when, and the last minute. Times in milliseconds. */
export class History {
  #state: State = 'unknown';
  #raw: State = 'unknown';
  #since: number;
  #spans: { readonly from: number; readonly mark: Mark }[] = [{ from: -Infinity, mark: 'unknown' }];

  constructor(now: number) {
    this.#since = now;
  }

  get state(): State {
    return this.#state;
  }

  get since(): number {
    return this.#since;
  }

  /** Records a state after the debounce. */
  settle(state: State, now: number): void {
    if (state !== this.#state) this.#since = now;
    this.#state = state;
    this.#mark(now);
  }

  /** Records a state before the debounce. */
  glimpse(raw: State, now: number): void {
    this.#raw = raw;
    this.#mark(now);
  }

  /** Returns the last seconds, one mark each, the present one last. */
  cells(now: number): readonly Mark[] {
    const newest = Math.floor(now / 1_000);
    return Array.from({ length: longestStrip }, (_, i) => {
      const from = (newest - longestStrip + 1 + i) * 1_000;
      return this.#worst(from, from + 1_000);
    });
  }

  #mark(now: number): void {
    const mark = this.#state === 'online' && this.#raw === 'offline' ? 'dip' : this.#state;
    if (mark === this.#spans.at(-1)?.mark) return;
    this.#spans.push({ from: now, mark });
    const first = this.#spans.findLastIndex(({ from }) => from < now - longestStrip * 1_000);
    this.#spans.splice(0, first);
  }

  #worst(from: number, to: number): Mark {
    const seen = this.#spans
      .filter((span, i) => span.from < to && (this.#spans[i + 1]?.from ?? Infinity) > from)
      .map(({ mark }) => mark);
    return precedence.find((mark) => seen.includes(mark)) ?? 'unknown';
  }
}
