import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { connectionState$, connectionStateChange$, diagnostics } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import type { Subscription } from 'rxjs';
import { rivals } from '../binary.js';
import type { Experiment, Scale } from '../experiment.js';

const backend = 'embedded';
const mebibyte = 2 ** 20;
const perSecond = 1_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external + rivals.allocatedBytes();
}

/** Bytes for each subscription that waits for changes, JavaScript's and native ones. */
async function perSubscription(count: number): Promise<number> {
  const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
  const state$ = connectionState$('Work', { backend });
  let heard = 0;
  const next = (): number => ++heard;
  const all: Subscription[] = [];
  const before = bytesInUse();
  for (let i = 0; i < count; ++i) all.push(state$.subscribe(next));
  await outlook.settled();
  const after = bytesInUse();
  assert.deepEqual([heard, outlook.registrations()], [count, count]);
  for (const subscription of all) subscription.unsubscribe();
  await outlook.settled();
  assert.equal(outlook.registrations(), 0);
  outlook.close();
  return (after - before) / count;
}

/**
 * Bytes by which the process grows while JavaScript is blocked and notifications rain: first until the
 * queue is full, then inside `next` of the batch that was in it, when it fills a second time.
 */
async function whileBlocked(seconds: number): Promise<number> {
  const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
  let stoodFor = 0;
  let latest: string | undefined;
  let block: (() => void) | undefined;
  const change$ = connectionStateChange$('Work', { backend });
  const subscription = change$.subscribe(({ merged, current }) => {
    stoodFor += merged;
    latest = current;
    const blockOnce = block;
    block = undefined;
    blockOnce?.();
  });
  await outlook.settled();
  collectGarbage();
  const before = process.memoryUsage.rss();
  const { merged } = diagnostics();
  let made = rain(1);
  let grown = 0;
  await new Promise<void>((resolve) => {
    block = () => {
      made += rain(seconds);
      grown = process.memoryUsage.rss() - before;
      resolve();
    };
  });
  await outlook.settled();
  assert.equal(stoodFor, made);
  assert.equal(latest, made % 2 === 0 ? 'online' : 'offline');
  assert(diagnostics().merged - merged > made / 2, 'the bound was reached');
  subscription.unsubscribe();
  await outlook.settled();
  outlook.close();
  return grown;
}

function rain(seconds: number): number {
  const made = rivals.pacedFlood('Work', perSecond, seconds);
  assert(
    made > 0.9 * seconds * perSecond,
    `it rained only ${String(made)} in ${String(seconds)} s`,
  );
  return made;
}

export function memory(scale: Scale): Experiment<'idle' | 'blocked'> {
  return {
    title: 'memory',
    contestants: {
      // First, while the process has nothing to give back.
      blocked: () => whileBlocked(scale.blockedSeconds),
      idle: () => perSubscription(Math.ceil(20_000 * scale.size)),
    },
    rows: ({ idle, blocked }) => [
      {
        what: 'memory of an idle subscription, native and JavaScript, the embedded object included',
        against: '',
        ours: `${idle.toFixed(0)} B`,
        theirs: '',
        value: idle / 1_024,
        unit: 'KiB',
        must: 2,
        aim: 1,
        better: 'lower',
      },
      {
        what: `growth of RSS while JavaScript is blocked for ${String(scale.blockedSeconds)} s under 1 million notifications a second`,
        against: 'the bound: two times 65,536 records of 32 B, in vectors that may have doubled',
        ours: `${(blocked / mebibyte).toFixed(1)} MiB`,
        theirs: '8 MiB',
        value: blocked / mebibyte,
        unit: 'MiB',
        must: 8,
        aim: 4,
        better: 'lower',
      },
    ],
  };
}
