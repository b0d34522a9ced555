import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { placeOfBinary } from '../contract/built.js';
import { remoteControl, settleByListing } from '../contract/remoteControl.js';
import { runCase } from '../contract/runCase.js';
import type { Context, ContractCase } from '../contract/types.js';
import { startChild, type Child } from './childProcess.js';
import type { FarHost } from './host.js';

const backend = 'bridge';

/** Runs the cases against embedded objects in another process, with new profiles for each. */
export function behindBridge(
  title: string,
  cases: readonly Pick<ContractCase, 'title' | 'run'>[],
): void {
  describe(title, () => {
    let host: Child<FarHost>;
    let context: Context;

    before(async () => {
      host = await startChild<FarHost>('host.js');
      context = {
        // The server is an embedded one: auto takes none, and fails as without any.
        ...placeOfBinary(createRequire(import.meta.url).resolve('rx-outlook')),
        backend,
        control: remoteControl(host.far, () => settleByListing(backend)),
        other: { backend: 'embedded', code: 'MAPI_E_NOT_FOUND' },
      };
    });

    after(() => host.kill());

    for (const one of cases) {
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
}
