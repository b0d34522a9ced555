import fc from 'fast-check';
import { Subject } from 'rxjs';
import { toAsyncIterable } from 'rx-outlook/operators';
import { runs } from './timelines.js';

test('toAsyncIterable gives what a queue of that length would, whatever comes when', async () => {
  const anyStep = fc.constantFrom('value', 'value', 'next', 'next', 'complete', 'error', 'return');
  const anyOptions = fc.record({
    maxBuffered: fc.integer({ min: 1, max: 3 }),
    overflow: fc.constantFrom('drop-oldest' as const, 'drop-newest' as const),
  });
  const property = fc.asyncProperty(
    fc.array(anyStep, { maxLength: 20 }),
    anyOptions,
    async (steps, options) => {
      const source = new Subject<number>();
      const iterator = toAsyncIterable(source, options)[Symbol.asyncIterator]();
      const answers: Promise<unknown>[] = [];
      const model = new Queue(options.maxBuffered, options.overflow);
      for (const [index, step] of steps.entries()) {
        if (step === 'value') source.next(index);
        else if (step === 'complete') source.complete();
        else if (step === 'error') source.error('failed');
        else if (step === 'return') await iterator.return();
        else answers.push(iterator.next().catch((error: unknown) => error));
        model.take(step, index);
        expect(source.observed).toBe(model.isListening);
      }
      await iterator.return();
      model.take('return', 0);
      await expect(Promise.all(answers)).resolves.toEqual(model.answers);
    },
  );
  await fc.assert(property, runs);
}, 60_000);

const over = { done: true, value: undefined };

/** The same as a list of questions and a list of what there is to answer, matched after each step. */
class Queue {
  readonly answers: unknown[] = [];
  isListening = false;
  #hasBegun = false;
  #isSourceOver = false;
  #sourceError: string | undefined;
  #end: string | undefined;
  #asked = 0;
  #values: number[] = [];

  constructor(
    readonly length: number,
    readonly overflow: string,
  ) {}

  take(step: string, value: number): void {
    if (step === 'next') {
      if (!this.#hasBegun) this.isListening = !this.#isSourceOver;
      if (!this.#hasBegun && this.#isSourceOver) this.#end = this.#sourceError ?? 'done';
      this.#hasBegun = true;
      ++this.#asked;
    } else if (step === 'return') {
      [this.#hasBegun, this.#end, this.#values] = [true, 'done', []];
    } else if (step !== 'value' && !this.#isSourceOver) {
      this.#isSourceOver = true;
      if (step === 'error') this.#sourceError = 'failed';
      if (this.isListening) this.#end = this.#sourceError ?? 'done';
    } else if (step === 'value' && this.isListening) this.#hold(value);
    if (this.#end !== undefined) this.isListening = false;
    this.#answer();
  }

  #hold(value: number): void {
    this.#values.push(value);
    if (this.#asked > this.answers.length || this.#values.length <= this.length) return;
    this.#values.splice(this.overflow === 'drop-oldest' ? 0 : this.length, 1);
  }

  #answer(): void {
    while (this.#asked > this.answers.length) {
      if (this.#values.length > 0) {
        this.answers.push({ done: false, value: this.#values.shift() });
      } else if (this.#end === undefined) return;
      else {
        this.answers.push(this.#end === 'failed' ? 'failed' : over);
        this.#end = 'done';
      }
    }
  }
}
