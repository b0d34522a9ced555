import { AsyncResource } from 'node:async_hooks';

/**
 * The async context in which it is made, with its stores of AsyncLocalStorage: what is called by
 * `runInAsyncScope` sees those, whoever calls. `emitDestroy` ends it, once.
 */
export class AsyncContext extends AsyncResource {
  readonly #isRef: boolean;

  /** `ref`: whether its owner keeps the process alive, which tools that look for open handles ask. */
  constructor(ref: boolean) {
    super('rx-outlook', { requireManualDestroy: true });
    this.#isRef = ref;
  }

  hasRef(): boolean {
    return this.#isRef;
  }
}
