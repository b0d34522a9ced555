import diagnosticsChannel from 'node:diagnostics_channel';
import { diagnostics } from 'rx-outlook';
import type { Checker } from './checker.js';

/** What the channels tell, held against what `diagnostics()` says, at any moment. */
export class Counts {
  readonly #checker: Checker;
  readonly #startedWith = diagnostics().registrations;
  #advises = 0;
  #unadvises = 0;

  constructor(checker: Checker) {
    this.#checker = checker;
    diagnosticsChannel.subscribe('rx-outlook:advise', () => {
      this.#advises += 1;
    });
    diagnosticsChannel.subscribe('rx-outlook:unadvise', () => {
      this.#unadvises += 1;
    });
  }

  check(): void {
    const { registrations, received, delivered, merged, dropped, queueDepth } = diagnostics();
    const alive = registrations - this.#startedWith;
    const told = this.#advises - this.#unadvises;
    this.#checker.equal('counts', alive, told, () => 'registrations, by the channels');
    if (queueDepth > 0) return; // what waits is not only notifications
    const accounted = delivered + merged + dropped;
    this.#checker.equal('counts', accounted, received, () => 'delivered, merged and dropped');
  }
}
