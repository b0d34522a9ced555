import assert from 'node:assert/strict';
import { connectionStateChange$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { rivals } from '../binary.js';
import type { Experiment, Row, Scale } from '../experiment.js';

type Percentile = 50 | 99;

/** Pings until the engine knows the way. */
const warmUp = 500;

function percentile(sorted: readonly number[], percent: Percentile): number {
  return sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? Number.NaN;
}

/** Pings one after the other, ours and bare in turns: how many nanoseconds each took to arrive. */
async function ping(count: number): Promise<Record<'ours' | 'bare', readonly number[]>> {
  const outlook = embeddedOutlook({ profiles: ['Work'] });
  const taken = { ours: [] as number[], bare: [] as number[] };
  let arrived = (): void => undefined;
  const pinger = rivals.makePinger('Work', () => {
    taken.bare.push(pinger.elapsed());
    arrived();
  });
  const subscription = connectionStateChange$('Work', { backend: 'embedded' }).subscribe(() => {
    taken.ours.push(pinger.elapsed());
    arrived();
  });
  await outlook.settled();
  for (let i = -2 * warmUp; i < 2 * count; ++i) {
    if (i === 0) for (const all of Object.values(taken)) all.length = 0;
    await new Promise<void>((resolve) => {
      arrived = resolve;
      pinger.ping(i % 2 === 0);
    });
  }
  pinger.stop();
  subscription.unsubscribe();
  await outlook.settled();
  assert.deepEqual([taken.ours.length, taken.bare.length], [count, count]);
  assert.equal(outlook.registrations(), 0);
  outlook.close();
  for (const all of Object.values(taken)) all.sort((a, b) => a - b);
  return taken;
}

export function latency({ size }: Scale): Experiment<'ours50' | 'ours99' | 'bare50' | 'bare99'> {
  const count = Math.ceil(2_000 * size);
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
        taken = await ping(count);
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
