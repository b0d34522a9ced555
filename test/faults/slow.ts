import assert from 'node:assert/strict';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { connectionState$, openOfflineObject } from 'rx-outlook';
import { Recorder } from '../contract/tools.js';
import type { Context, RemoteHold } from '../contract/types.js';
import { named } from './documented.js';
import { assertDocumented, type FaultCase } from './failed.js';
import { pairs, profile } from './surfaces.js';

const turns = 200;
const ticks = 10;

/** The loop goes round, its timers too, and meanwhile `isStill` is true. */
async function keepsItsPace(isStill: () => boolean): Promise<void> {
  let ticked = 0;
  const timer = setInterval(() => ++ticked, 1);
  for (let turned = 0; turned < turns || ticked < ticks; ++turned) {
    await nextTurn();
    assert(isStill(), `something has come in turn ${String(turned)}`);
  }
  clearInterval(timer);
}

/** Has the call held while `during` runs. */
async function held(
  { control }: Context,
  call: Parameters<Context['control']['holdNext']>[0],
  begin: () => void,
  during: (hold: RemoteHold) => Promise<void>,
): Promise<void> {
  const hold = await control.holdNext(call, profile);
  begin();
  await hold.entered;
  try {
    await during(hold);
  } finally {
    await hold.release();
  }
}

const delayed = pairs.map(({ surface, call, operation }): FaultCase => ({
  title: `${surface.title}: ${operation} is slow, and JavaScript is not`,
  async run(context) {
    const begin = await surface.prepare(context);
    let isPending = true;
    let attempt: ReturnType<typeof begin>;
    let outcome: Promise<void>;
    await held(
      context,
      call,
      () => {
        attempt = begin();
        outcome = attempt.outcome.then(() => {
          isPending = false;
        });
      },
      () => keepsItsPace(() => isPending),
    );
    await outcome!;
    await attempt!.end();
  },
}));

const delayedFailure = pairs.map(({ surface, call, operation }): FaultCase => ({
  title: `${surface.title}: ${operation} is slow, and then fails`,
  async run(context) {
    const begin = await surface.prepare(context);
    await context.control.failNext(call, named.E_ABORT, profile);
    let attempt: ReturnType<typeof begin>;
    let outcome: Promise<unknown>;
    await held(
      context,
      call,
      () => {
        attempt = begin();
        outcome = attempt.outcome.then(
          () => 'no error',
          (error: unknown) => error,
        );
      },
      () => keepsItsPace(() => true),
    );
    assertDocumented(await outcome!, operation, named.E_ABORT);
    await attempt!.end().catch(() => undefined); // there may be nothing to close
  },
}));

const left = pairs
  .filter(({ surface }) => surface.isStream)
  .map(({ surface, call, operation }): FaultCase => ({
    title: `${surface.title}: left while ${operation} is slow, it is unadvised once that has returned`,
    async run(context) {
      const { control } = context;
      const begin = await surface.prepare(context);
      let attempt: ReturnType<typeof begin>;
      await held(
        context,
        call,
        () => {
          attempt = begin();
          void attempt.outcome.catch(() => undefined);
        },
        async () => {
          await attempt.end();
          await keepsItsPace(() => true);
          assert.equal((await control.counters(profile)).unadvises, 0);
        },
      );
      await control.settled();
      const { advises, unadvises } = await control.counters(profile);
      assert.deepEqual([advises, unadvises], [1, 1]);
    },
  }));

const others: readonly FaultCase[] = [
  {
    title: 'connectionState$: Unadvise is slow, and nobody waits for it',
    async run(context) {
      const { backend, control } = context;
      const states = new Recorder(connectionState$(profile, { backend }));
      await states.count(1);
      const next = (): Recorder<string> => new Recorder(connectionState$(profile, { backend }));
      let following: Recorder<string>;
      await held(
        context,
        'unadvise',
        () => states.end(),
        async () => {
          following = next();
          await keepsItsPace(() => following.values.length === 0);
        },
      );
      assert.deepEqual(await following!.count(1), ['online']);
      following!.end();
      await control.settled();
      const { advises, unadvises } = await control.counters(profile);
      assert.deepEqual([advises, unadvises, states.values], [2, 2, ['online']]);
    },
  },
  {
    title: 'setCurrentState() that waits: the change is slow, and JavaScript is not',
    async run(context) {
      const object = await openOfflineObject(profile, { backend: context.backend });
      let isPending = true;
      let changed: Promise<void>;
      await held(
        context,
        'change',
        () => {
          changed = object.setCurrentState('offline', { wait: true }).then(() => {
            isPending = false;
          });
        },
        () => keepsItsPace(() => isPending),
      );
      await changed!;
      assert.equal(await object.currentState(), 'offline');
      await object.close();
    },
  },
  ...(['open', 'advise', 'setCurrentState', 'change'] as const).map((call): FaultCase => ({
    title: `setCurrentState() that waits: aborted while ${call} is slow, it rejects at once and leaves nothing`,
    async run(context) {
      const { backend, control } = context;
      const object = await openOfflineObject(profile, { backend });
      const reason = new Error('enough');
      const abort = new AbortController();
      let changed: Promise<void>;
      await held(
        context,
        call,
        () => {
          const { signal } = abort;
          changed = object.setCurrentState('offline', { wait: true, signal });
        },
        async () => {
          abort.abort(reason);
          await assert.rejects(changed, (error) => error === reason);
          await keepsItsPace(() => true);
        },
      );
      await object.close();
      await control.settled();
      const { advises, unadvises } = await control.counters(profile);
      assert.deepEqual([advises, unadvises], [1, 1]);
    },
  })),
  {
    title: 'close() while an answer is slow comes behind it',
    async run(context) {
      const object = await openOfflineObject(profile, { backend: context.backend });
      const order: string[] = [];
      let both: Promise<unknown>;
      await held(
        context,
        'getCurrentState',
        () => {
          both = Promise.all([
            object.currentState().then((state) => order.push(state)),
            object.close().then(() => order.push('closed')),
          ]);
        },
        () => keepsItsPace(() => order.length === 0),
      );
      await both!;
      assert.deepEqual(order, ['online', 'closed']);
    },
  },
  {
    title: 'each call of a start takes two seconds, and the loop turns all the time',
    async run(context) {
      const { backend, control } = context;
      const calls = ['open', 'getCapabilities', 'advise', 'getCurrentState'] as const;
      const holds = await Promise.all(calls.map((call) => control.holdNext(call, profile)));
      const states = new Recorder(connectionState$(profile, { backend }));
      let ticked = 0;
      const timer = setInterval(() => ++ticked, 10);
      for (const hold of holds) {
        await hold.entered;
        const before = ticked;
        await pause(2_000);
        assert(ticked - before > 20, `${String(ticked - before)} ticks in two seconds`);
        assert.deepEqual(states.values, []);
        await hold.release();
      }
      clearInterval(timer);
      assert.deepEqual(await states.count(1), ['online']);
      states.end();
    },
  },
];

export const slow: readonly FaultCase[] = [...delayed, ...delayedFailure, ...left, ...others];
