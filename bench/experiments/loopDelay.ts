import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { connectionStateChange$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import type { Experiment, Scale } from '../experiment.js';

const resolution = 1;

/** How late a timer is at p99, in milliseconds, while a flood is delivered. */
async function delayedBy(changes: number): Promise<number> {
  const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
  let stoodFor = 0;
  const subscription = connectionStateChange$('Work', { backend: 'embedded' }).subscribe(
    ({ merged }) => {
      stoodFor += merged;
    },
  );
  await outlook.settled();
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  await outlook.flood('Work', { changes }).done;
  delays.disable();
  subscription.unsubscribe();
  await outlook.settled();
  assert.equal(stoodFor, changes);
  outlook.close();
  // What it records contains the interval at which it looks.
  return delays.percentile(99) / 1e6 - resolution;
}

export function loopDelay({ size }: Scale): Experiment<'delay'> {
  const changes = Math.ceil(10_000_000 * size);
  return {
    title: 'event-loop delay',
    contestants: { delay: () => delayedBy(changes) },
    rows: ({ delay }) => [
      {
        what: `event-loop delay p99 while ${changes.toLocaleString('en')} notifications are delivered`,
        against: '',
        ours: `${delay.toFixed(1)} ms`,
        theirs: '',
        value: delay,
        unit: 'ms',
        must: 20,
        aim: 5,
        better: 'lower',
      },
    ],
  };
}
