import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectionStatus$ } from 'rx-outlook';
import { map } from 'rxjs';
import { Recorder } from '../contract/tools.js';
import { settleByLook } from './automationControl.js';
import { AutomationOutlook, withOutlook } from './automationOutlook.js';
import { bitness } from './lineProgram.js';
import { keepResult } from './results.js';

// What looks cost Outlook, measured inside of it, and how long an end and a hang take to be seen. Counts and ratios are
// asserted, times are told.

const limit = { timeout: 180_000 };
const looks = 100;
const rounds = 3;
const options = { backend: 'automation', pollInterval: 250 } as const;

const sum = (all: readonly number[]): number => all.reduce((before, one) => before + one, 0);
const sorted = (all: readonly number[]): number[] => [...all].sort((one, other) => one - other);
const median = (all: readonly number[]): number => sorted(all)[Math.floor(all.length / 2)]!;
const told = (all: readonly number[], unit: string, digits: number): string =>
  `median ${median(all).toFixed(digits)} ${unit}, max ${Math.max(...all).toFixed(digits)} ${unit}`;

/** Milliseconds from one moment to the next. */
class Watch {
  #begun = performance.now();

  lap(): number {
    const begun = this.#begun;
    this.#begun = performance.now();
    return this.#begun - begun;
  }
}

describe(`what automation costs an Outlook for ${bitness}`, () => {
  test(
    'a look makes five calls and four an account, in less than its own time',
    limit,
    async (t) => {
      const lines: string[] = [];
      for (const count of [0, 3, 10]) {
        const accounts = Array.from({ length: count }, (_, i) => ({
          name: `Account ${String(i)}`,
        }));
        await withOutlook(accounts, async (outlook) => {
          await settleByLook(); // has the names resolved, and the reader's thread started
          await outlook.measure();
          const whole: number[] = [];
          const watch = new Watch();
          for (let i = 0; i < looks; ++i) {
            watch.lap();
            await settleByLook();
            whole.push(watch.lap());
          }
          const { calls, microseconds, processor } = await outlook.figures();
          assert.deepEqual(calls, Array<number>(looks).fill(5 + 4 * count), 'calls of each look');
          assert(sum(microseconds) < 1_000 * sum(whole));
          lines.push(
            `${String(count)} accounts, ${String(looks)} looks: ${String(5 + 4 * count)} calls a look`,
            `  inside Outlook's calls: ${told(microseconds, 'µs', 1)}`,
            `  processor time of Outlook: ${(processor / looks).toFixed(2)} ms a look`,
            `  whole look, seen by the client: ${told(whole, 'ms', 2)}`,
          );
        });
      }
      keepResult(t, `automation-cost-${bitness}`, lines);
    },
  );

  test('ends, starts and hangs are seen, each once', limit, async (t) => {
    const times = {
      end: [] as number[],
      start: [] as number[],
      hang: [] as number[],
      answer: [] as number[],
    };
    const status$ = connectionStatus$('Work', options).pipe(
      map(({ state, reason }) => reason ?? state),
    );
    let outlook = await AutomationOutlook.start();
    try {
      const statuses = new Recorder(status$);
      await statuses.count(1);
      const expected = ['online'];
      const sees = async (one: string): Promise<void> => {
        expected.push(one);
        assert.deepEqual(await statuses.count(expected.length), expected);
      };
      for (let i = 0; i < rounds; ++i) {
        await outlook.awaitLooks(8); // one that ends as soon as it has answered is waited for longer
        const watch = new Watch();
        await outlook.end('kill');
        await sees('not-running');
        times.end.push(watch.lap());
        outlook = await AutomationOutlook.start();
        watch.lap();
        await sees('online');
        times.start.push(watch.lap());
      }
      for (const how of ['modal', 'deaf'] as const) {
        await outlook.hang('Application.Session', how);
        const watch = new Watch();
        await sees('not-answering');
        times.hang.push(watch.lap());
        await outlook.release();
        await sees('online');
        times.answer.push(watch.lap());
      }
      statuses.end();
    } finally {
      await outlook.kill();
    }
    keepResult(t, `automation-recovery-${bitness}`, [
      `${String(rounds)} ends: killed to not-running ${told(times.end, 'ms', 0)}`,
      `${String(rounds)} starts: in the table of running objects to online ${told(times.start, 'ms', 0)}`,
      `2 hangs: a call hangs to not-answering ${told(times.hang, 'ms', 0)}`,
      `2 recoveries: calls return to online ${told(times.answer, 'ms', 0)}`,
    ]);
  });
});
