import { AsyncResource } from 'node:async_hooks';

/**
 * Captures the async context of its construction, with the stores of AsyncLocalStorage. `runInAsyncScope`
 * calls a function in that context, whatever the context of the caller. `emitDestroy` ends it, once.
 */
export class AsyncContext extends AsyncResource {
  readonly #isRef: boolean;

  /** `ref`: whether its owner keeps the process alive; tools that look for open handles ask for it. */
  constructor(ref: boolean) {
    super('rx-outlook', { requireManualDestroy: true });
    this.#isRef = ref;
  }

  hasRef(): boolean {
    return this.#isRef;
  }
}
