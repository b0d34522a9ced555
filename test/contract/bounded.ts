import assert from 'node:assert/strict';
import {
  connectionState$,
  connectionStateChange$,
  diagnostics,
  openOfflineObject,
} from 'rx-outlook';
import { Recorder } from './tools.js';
import type { Context, ContractCase } from './types.js';

/** Several times the queue's bound of 65,536 records. */
const changes = 300_000;

/** JavaScript does nothing else until so many notifications have arrived: a busy thread. */
function beBusyUntilReceived(count: number): void {
  while (diagnostics().received < count);
}

/** Floods a busy thread, and waits until a subscriber has heard of every change, merged past the bound. */
async function floodBusyThread(
  { backend, control }: Context,
  options: { readonly changes: number; readonly threads?: number },
) {
  const object = await openOfflineObject('Work', { backend });
  const seen = new Recorder(connectionStateChange$('Work', { backend }));
  const states = new Recorder(connectionState$('Work', { backend }));
  await states.count(1);
  await control.settled();
  const before = diagnostics();
  const flood = await control.flood('Work', options);
  beBusyUntilReceived(before.received + 2 * options.changes);
  assert.equal(await flood.done, options.changes);

  const stoodFor = (): number => seen.values.reduce((sum, { merged }) => sum + merged, 0);
  await seen.until(() => stoodFor() === options.changes);
  assert(diagnostics().merged > before.merged, 'the bound was reached');
  return { object, seen, states, before };
}

export const bounded: readonly ContractCase[] = [
  {
    point: 6,
    title: 'what a busy thread cannot take is merged: counted, connected, and ending right',
    async run(context) {
      const { object, seen, states, before } = await floodBusyThread(context, { changes });
      const after = diagnostics();
      assert(seen.values.length < changes, 'so there are fewer values than changes');
      assert.equal(
        after.received - before.received,
        after.delivered - before.delivered + (after.merged - before.merged),
      );
      seen.values.forEach(({ previous, current, merged }, i) => {
        // The oldest previous and the newest current: every one begins where the last one ended.
        assert.equal(previous, i === 0 ? 'online' : seen.values[i - 1]?.current);
        assert.equal(current === previous, merged % 2 === 0);
      });
      const state = await object.currentState();
      assert.equal(seen.values.at(-1)?.current, state);
      assert.equal(states.values.at(-1), state);
      seen.end();
      states.end();
      await object.close();
    },
  },
  {
    point: 6,
    title:
      'what eight threads bring to a busy one is counted, each once, and the newest state is kept',
    async run(context) {
      const flood = { changes: changes + 1, threads: 8 };
      const { object, seen, states } = await floodBusyThread(context, flood);
      // The order of the calls says nothing here; what the state is in the end was read again.
      const state = await object.currentState();
      await states.until(() => states.values.at(-1) === state);
      await context.control.settled();
      assert.equal(states.values.at(-1), state);
      assert.equal(state, 'offline');
      seen.end();
      states.end();
      await object.close();
    },
  },
  {
    point: 6,
    title: 'a subscriber that joins while another overflows gets its snapshot and the newest state',
    async run({ backend, control }) {
      const object = await openOfflineObject('Work', { backend });
      const first = new Recorder(connectionState$('Work', { backend }));
      await first.count(1);
      await control.settled();
      const { received, merged } = diagnostics();
      const flood = await control.flood('Work', { changes });
      beBusyUntilReceived(received + 100_000);
      assert(diagnostics().merged > merged, 'the first one overflows');
      const second = new Recorder(connectionState$('Work', { backend }));
      await Promise.resolve(); // its Advise is asked for, and JavaScript is busy again
      beBusyUntilReceived(received + 200_000);
      await flood.done;
      const state = await object.currentState();
      await second.until(() => second.values.at(-1) === state);
      await first.until(() => first.values.at(-1) === state);
      first.end();
      second.end();
      await object.close();
    },
  },
];
