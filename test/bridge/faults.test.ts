import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { placeOfBinary } from '../contract/built.js';
import { remoteControl, settleByListing } from '../contract/remoteControl.js';
import { runCase } from '../contract/runCase.js';
import type { Context } from '../contract/types.js';
import { failed } from '../faults/failed.js';
import { slow } from '../faults/slow.js';
import { startChild, type Child } from './childProcess.js';
import type { FarHost } from './host.js';

const backend = 'bridge';

describe('native calls that fail or are slow, in the process behind the bridge', () => {
  let host: Child<FarHost>;
  let context: Context;

  before(async () => {
    host = await startChild<FarHost>('host.js');
    context = {
      ...placeOfBinary(createRequire(import.meta.url).resolve('rx-outlook')),
      backend,
      control: remoteControl(host.far, () => settleByListing(backend)),
    };
  });

  after(() => host.kill());

  for (const one of [...failed, ...slow]) {
    test(one.title, { timeout: 90_000 }, async () => {
      await host.far.call('open', ['Work', 'Home']);
      try {
        await runCase(one, context);
      } finally {
        await host.far.call('close');
      }
    });
  }
});
