import { setTimeout as pause } from 'node:timers/promises';
import { availability$, connectionState$, connectionStatus$, openOfflineObject } from 'rx-outlook';
import { map } from 'rxjs';
import type { Means } from '../place.js';
import { codeOfError, Watched } from '../watched.js';
import type { Room } from './room.js';

const backend = 'auto';
const mostAtOnce = 10;
/** In milliseconds, between rounds: they are quick, and would keep the other rooms from their turns. */
const breath = 20;

/** No embedded Outlook of the other rooms is ever taken for a real one; and there is none here. */
export class AutoRoom implements Room {
  readonly name = 'auto';
  readonly #means: Means;
  readonly #code: string;
  #waiting: Watched<string>[] = [];

  /** `code` is that of its failure here. */
  constructor(means: Means, code: string) {
    this.#means = means;
    this.#code = code;
  }

  async open(): Promise<void> {
    const { checker } = this.#means;
    const status$ = connectionStatus$('Work', { backend }).pipe(
      map(({ state, reason }) => `${state}: ${reason ?? ''}`),
    );
    const available$ = availability$({ backend }).pipe(
      map((found) => (found.available ? 'available' : `unknown: ${found.reason}`)),
    );
    this.#waiting = [
      new Watched('the status by auto', status$, checker),
      new Watched('the availability by auto', available$, checker),
    ];
    await Promise.all(this.#waiting.map((one) => one.until(() => one.values > 0)));
  }

  async round(): Promise<void> {
    const { random, checker, load, note } = this.#means;
    const count = random.between(1, mostAtOnce);
    note(`subscribe ${count} times, and open`);
    const streams = Array.from({ length: count }, () => {
      const source$ = connectionState$(random.pick(['Work', 'Steady', 'nobody']), { backend });
      const stream = new Watched('a stream by auto', source$, checker);
      stream.mayFail(this.#code);
      return stream;
    });
    load.subscriptions += count;
    for (const stream of random.some(streams, random.between(0, 2))) stream.end();
    const opened = await openOfflineObject('Work', { backend }).then(() => 'nothing', codeOfError);
    checker.equal('auto', opened, this.#code, () => 'what openOfflineObject fails with');
    for (const stream of streams) {
      if (!stream.isOver) await stream.failed();
      checker.equal('auto', stream.values, 0, () => 'values of a stream');
    }
    for (const { last, values, name } of this.#waiting) {
      checker.equal('auto', [values, last], [1, 'unknown: not-running'], () => name);
    }
    load.rounds += 1;
    await pause(breath);
  }

  close(): Promise<void> {
    for (const one of this.#waiting) one.end();
    return Promise.resolve();
  }
}
