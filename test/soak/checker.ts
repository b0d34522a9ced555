import { isDeepStrictEqual } from 'node:util';
import { invariants, type Invariant } from './invariants.js';

/** What the checking has come to. */
export interface Checked {
  readonly invariant: Invariant;
  readonly times: number;
  readonly violations: readonly string[];
}

/** More are as good as these. */
const keptViolations = 10;

/** Counts how often each invariant was looked at, and keeps what was found broken. Never throws. */
export class Checker {
  readonly #times = new Map<Invariant, number>();
  readonly #violations = new Map<Invariant, string[]>();
  readonly #onViolation: (what: string) => void;

  /** `onViolation` is called where it is found: the journal then ends with what led to it. */
  constructor(onViolation: (what: string) => void) {
    this.#onViolation = onViolation;
  }

  get isBroken(): boolean {
    return this.#violations.size > 0;
  }

  get times(): number {
    return [...this.#times.values()].reduce((sum, one) => sum + one, 0);
  }

  holds(invariant: Invariant, isTrue: boolean, otherwise: () => string): void {
    this.#times.set(invariant, (this.#times.get(invariant) ?? 0) + 1);
    if (isTrue) return;
    const found = this.#violations.get(invariant) ?? [];
    this.#violations.set(invariant, found);
    if (found.length === keptViolations) return;
    const what = otherwise();
    found.push(what);
    this.#onViolation(`${invariants[invariant]}: ${what}`);
  }

  equal(invariant: Invariant, actual: unknown, expected: unknown, what: () => string): void {
    this.holds(invariant, isDeepStrictEqual(actual, expected), () => {
      return `${what()}: is ${JSON.stringify(actual)}, must be ${JSON.stringify(expected)}`;
    });
  }

  /** One row for each invariant there is. */
  results(): readonly Checked[] {
    return (Object.keys(invariants) as Invariant[]).map((invariant) => ({
      invariant,
      times: this.#times.get(invariant) ?? 0,
      violations: this.#violations.get(invariant) ?? [],
    }));
  }
}
