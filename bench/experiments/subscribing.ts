import assert from 'node:assert/strict';
import { connectionState$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { rivals } from '../binary.js';
import type { Experiment, Scale } from '../experiment.js';

const atOnce = 1_000;

async function subscribeAndUnsubscribe(rounds: number): Promise<number> {
  const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
  const start = performance.now();
  let snapshots = 0;
  for (let round = 0; round < rounds; ++round) {
    const subscriptions = Array.from({ length: atOnce }, () =>
      connectionState$('Work', { backend: 'embedded' }).subscribe(() => ++snapshots),
    );
    await outlook.settled();
    for (const subscription of subscriptions) subscription.unsubscribe();
    await outlook.settled();
  }
  const seconds = (performance.now() - start) / 1_000;
  const { advises, unadvises, registrations, references } = outlook.counters();
  const pairs = rounds * atOnce;
  assert.deepEqual(
    [snapshots, advises, unadvises, registrations, references],
    [pairs, pairs, pairs, 0, 0],
  );
  outlook.close();
  return pairs / seconds;
}

function loopInNative(rounds: number): number {
  const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
  let nanoseconds = 0;
  for (let round = 0; round < rounds; ++round) nanoseconds += rivals.adviseLoop('Work', atOnce);
  const { advises, unadvises } = outlook.counters();
  const pairs = rounds * atOnce;
  assert.deepEqual([advises, unadvises], [pairs, pairs]);
  outlook.close();
  return pairs / (nanoseconds / 1e9);
}

export function subscribing({ size }: Scale): Experiment<'ours' | 'loop'> {
  const rounds = Math.ceil(20 * size);
  return {
    title: 'subscribe and unsubscribe',
    contestants: {
      ours: () => subscribeAndUnsubscribe(rounds),
      loop: () => Promise.resolve(loopInNative(rounds)),
    },
    rows: ({ ours, loop }) => [
      {
        what: 'subscribe and unsubscribe, 1,000 at a time',
        against: 'Advise and Unadvise in a C++ loop, one thread hop each',
        ours: `${(ours / 1e3).toFixed(0)} k/s`,
        theirs: `${(loop / 1e3).toFixed(0)} k/s`,
        value: ours / loop,
        unit: '×',
        must: 0.2,
        aim: 0.5,
        better: 'higher',
      },
    ],
  };
}
