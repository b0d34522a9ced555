import { type Observable, Subject, takeUntil } from 'rxjs';
import { abortionOf } from '../lib/signals.js';
import { Fifo } from './fifo.js';
import type { Overflow } from './overflow.js';

/** The error that ends an iteration; in an object, since an error may be `undefined`. */
interface Failure {
  readonly error: unknown;
}

interface Waiting<T> {
  resolve(result: IteratorResult<T, void>): void;
  reject(error: unknown): void;
}

export interface Buffering {
  readonly signal: AbortSignal | undefined;
  readonly maxBuffered: number;
  /** The effect of one value too many; for an error, the function that makes it. */
  readonly overflow: Exclude<Overflow, 'error'> | (() => unknown);
}

const over = { done: true, value: undefined } as const;

/**
 * One loop over an Observable: either values wait for the loop, or the loop waits for values. An async
 * generator, except that its `return` and `throw` do not wait for a pending `next`.
 */
export class BufferedIterator<T> implements AsyncGenerator<T, void> {
  /** Only where the runtime has the symbol; some browsers do not. */
  declare [Symbol.asyncDispose]: () => Promise<void>;
  readonly #source$: Observable<T>;
  readonly #buffering: Buffering;
  readonly #values = new Fifo<T>();
  readonly #waiting = new Fifo<Waiting<T>>();
  readonly #ended$ = new Subject<void>();
  #hasBegun = false;
  #isOver = false;
  #failure: Failure | undefined;

  constructor(source$: Observable<T>, buffering: Buffering) {
    this.#source$ = source$;
    this.#buffering = buffering;
  }

  next(): Promise<IteratorResult<T, void>> {
    if (!this.#hasBegun) this.#begin();
    if (this.#values.size > 0) {
      return Promise.resolve({ done: false, value: this.#values.shift() as T });
    }
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      this.#failure = undefined; // an iteration fails once
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is the source's
      return Promise.reject(error);
    }
    if (this.#isOver) return Promise.resolve(over);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  async return(value?: void | PromiseLike<void>): Promise<IteratorResult<T, void>> {
    this.#leave();
    return { done: true, value: await value };
  }

  throw(error: unknown): Promise<IteratorResult<T, void>> {
    this.#leave();
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is the caller's
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  static {
    if (typeof Symbol.asyncDispose === 'symbol') {
      Object.defineProperty(this.prototype, Symbol.asyncDispose, {
        value: async function (this: BufferedIterator<unknown>) {
          await this.return();
        },
        writable: true,
        configurable: true,
      });
    }
  }

  #leave(): void {
    this.#hasBegun = true;
    this.#values.clear();
    this.#failure = undefined;
    this.#end();
  }

  #begin(): void {
    this.#hasBegun = true;
    abortionOf(this.#buffering.signal)
      .pipe(takeUntil(this.#ended$))
      .subscribe({
        error: (error: unknown) => {
          this.#values.clear();
          this.#end({ error });
        },
      });
    if (this.#isOver) return;
    // Not ended by its subscription: a source may emit too much before `subscribe` has returned.
    this.#source$.pipe(takeUntil(this.#ended$)).subscribe({
      next: (value) => {
        this.#push(value);
      },
      error: (error: unknown) => {
        this.#end({ error });
      },
      complete: () => {
        this.#end();
      },
    });
  }

  #push(value: T): void {
    const { maxBuffered, overflow } = this.#buffering;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) waiting.resolve({ done: false, value });
    else if (this.#values.size < maxBuffered) this.#values.push(value);
    else if (overflow === 'drop-oldest') {
      this.#values.shift();
      this.#values.push(value);
    } else if (overflow !== 'drop-newest') this.#end({ error: overflow() });
  }

  /** Settles the pending calls. A failure rejects the first of them, or else the next call. */
  #end(failure?: Failure): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#failure = failure;
    for (let one = this.#waiting.shift(); one !== undefined; one = this.#waiting.shift()) {
      if (this.#failure === undefined) one.resolve(over);
      else one.reject(this.#failure.error);
      this.#failure = undefined;
    }
    this.#ended$.next();
  }
}
