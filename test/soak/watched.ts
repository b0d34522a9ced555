import { inspect } from 'node:util';
import { config, type Observable } from 'rxjs';
import type { Checker } from './checker.js';

/**
 * What a source still says to a subscriber that has ended, RxJS holds back: here it is found, of every
 * subscription in this thread. But for completions: those are RxJS's own (`take`), no stream of ours has one.
 */
export function hearWhatIsHeldBack(checker: Checker): void {
  config.onStoppedNotification = (notification) => {
    checker.holds('silence', notification.kind === 'C', () => {
      return `a subscriber that had ended was given ${inspect(notification)}`;
    });
  };
}

/** What one subscription was given, and whether it was left in peace afterwards. */
export class Watched<T> {
  values = 0;
  last: T | undefined;
  error: unknown;
  #isOver = false;
  readonly #checker: Checker;
  readonly #subscription: { unsubscribe(): void };
  #mayFailWith: readonly string[] = [];
  #waiting: (() => void)[] = [];

  constructor(
    readonly name: string,
    source$: Observable<T>,
    checker: Checker,
    onNext: (value: T) => void = () => undefined,
  ) {
    this.#checker = checker;
    this.#subscription = source$.subscribe({
      next: (value) => {
        this.#heard('a value');
        this.values += 1;
        this.last = value;
        this.#stir();
        onNext(value);
      },
      error: (error: unknown) => {
        this.#heard('an error');
        this.#isOver = true;
        this.error = error;
        const code = codeOfError(error);
        checker.holds('failures', this.#mayFailWith.includes(code), () => {
          const may = this.#mayFailWith.join(' or ') || 'nothing';
          return `${name} failed with ${code}, and may with ${may}: ${String(error)}`;
        });
        this.#stir();
      },
      complete: () => {
        this.#heard('a completion');
        this.#isOver = true;
        this.#stir();
      },
    });
  }

  /** Ended, failed or complete. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Something is about to be done to it. */
  mayFail(...codes: readonly string[]): void {
    this.#mayFailWith = codes;
  }

  /** Resolves with the code, once it has failed. */
  async failed(): Promise<string> {
    await this.until(() => this.error !== undefined);
    return codeOfError(this.error);
  }

  /** Asks after each thing that comes. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  end(): void {
    this.#subscription.unsubscribe();
    this.#isOver = true;
  }

  #heard(what: string): void {
    this.#checker.holds('silence', !this.#isOver, () => `${this.name} was given ${what}`);
  }

  #stir(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

export function codeOfError(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code ?? error);
}
