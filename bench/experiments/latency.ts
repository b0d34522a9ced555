import assert from 'node:assert/strict';
import { connectionStateChange$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { rivals } from '../binary.js';
import type { Experiment, Row, Scale } from '../experiment.js';

type Percentile = 50 | 99;

/** Runs until the engine knows the way. */
const warmUp = 40;

/**
 * So many pings of one kind in a row, and from the so-and-so-many-th on they count: what is measured
 * finds the caches as it left them, as in a program that hears of one change after another, and not as
 * its rival did. Short, so that whatever else the machine does falls upon both.
 */
const run = 25;
const firstCounted = 5;

function percentile(sorted: readonly number[], percent: Percentile): number {
  return sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? Number.NaN;
}

/** So many runs of ours and bare ones in turns: how many nanoseconds each ping took to arrive. */
async function ping(runs: number): Promise<Record<'ours' | 'bare', readonly number[]>> {
  const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
  const taken = { ours: [] as number[], bare: [] as number[] };
  let counts = false;
  let arrived = (): void => undefined;
  const arrive = (all: number[]): void => {
    const elapsed = pinger.elapsed();
    if (counts) all.push(elapsed);
    arrived();
  };
  const pinger = rivals.makePinger('Work', () => {
    arrive(taken.bare);
  });
  const subscription = connectionStateChange$('Work', { backend: 'embedded' }).subscribe(() => {
    arrive(taken.ours);
  });
  await outlook.settled();
  for (let i = -2 * warmUp; i < 2 * runs; ++i) {
    for (let j = 0; j < run; ++j) {
      counts = i >= 0 && j >= firstCounted;
      await new Promise<void>((resolve) => {
        arrived = resolve;
        pinger.ping(i % 2 === 0);
      });
    }
  }
  pinger.stop();
  subscription.unsubscribe();
  await outlook.settled();
  const count = runs * (run - firstCounted);
  assert.deepEqual([taken.ours.length, taken.bare.length], [count, count]);
  assert.equal(outlook.registrations(), 0);
  outlook.close();
  for (const all of Object.values(taken)) all.sort((a, b) => a - b);
  return taken;
}

export function latency({ size }: Scale): Experiment<'ours50' | 'ours99' | 'bare50' | 'bare99'> {
  const runs = Math.ceil(400 * size);
  let taken: Awaited<ReturnType<typeof ping>>;
  const read = (name: 'ours' | 'bare', percent: Percentile) => () =>
    Promise.resolve(percentile(taken[name], percent));
  const row = (percent: Percentile, ours: number, bare: number): Row => ({
    what: `latency from Notify to \`next\`, idle, p${String(percent)}`,
    against: 'a bare thread-safe function',
    ours: `${(ours / 1_000).toFixed(1)} µs`,
    theirs: `${(bare / 1_000).toFixed(1)} µs`,
    value: ours / bare,
    unit: '×',
    must: 1.3,
    aim: 1.1,
    better: 'lower',
  });
  return {
    title: 'latency',
    contestants: {
      // The first makes the pings of a round, the others read them.
      ours50: async () => {
        taken = await ping(runs);
        return percentile(taken.ours, 50);
      },
      ours99: read('ours', 99),
      bare50: read('bare', 50),
      bare99: read('bare', 99),
    },
    rows: ({ ours50, ours99, bare50, bare99 }) => [
      row(50, ours50, bare50),
      row(99, ours99, bare99),
    ],
  };
}
