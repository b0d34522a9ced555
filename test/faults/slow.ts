import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { connectionState$, connectionStatus$, openOfflineObject } from 'rx-outlook';
import type { OfflineCall } from 'rx-outlook/testing';
import { Recorder } from '../contract/tools.js';
import type { Context } from '../contract/types.js';
import { named } from './documented.js';
import { accountOf, assertDocumented, type FaultCase } from './failed.js';
import { pairs, profile, type Attempt } from './surfaces.js';

const turns = 200;
const ticks = 10;
/** How much longer that may take while a call is held: far more than a busy machine needs. */
const slower = 50;
const pauseAtMost = 2_000;
/** How long it takes here when no call is held, in milliseconds. */
let unheld: number | undefined;

/** The loop goes round, its timers too, as soon as when nothing is held, and meanwhile `isStill` is true. */
async function keepsItsPace(isStill: () => boolean = () => true): Promise<void> {
  const took = await goesRound(isStill);
  assert(took < slower * unheld! + pauseAtMost, `${String(took)} ms, instead of ${String(unheld)}`);
}

async function goesRound(isStill: () => boolean): Promise<number> {
  const begun = performance.now();
  let ticked = 0;
  const timer = setInterval(() => ++ticked, 1);
  try {
    for (let turned = 0; turned < turns || ticked < ticks; ++turned) {
      await nextTurn();
      assert(isStill(), `something has come in turn ${String(turned)}`);
    }
  } finally {
    clearInterval(timer);
  }
  return performance.now() - begun;
}

/** Has the call that `begin` leads to held while `during` runs; then it goes on. */
async function held<T>(
  { control }: Context,
  call: OfflineCall,
  begin: () => T,
  during: (begun: T) => Promise<void>,
  options: { readonly account?: string } = {},
): Promise<T> {
  unheld ??= await goesRound(() => true);
  const hold = await control.holdNext(call, profile, options);
  const begun = begin();
  await hold.entered;
  try {
    await during(begun);
  } finally {
    await hold.release();
  }
  return begun;
}

/** An attempt, and whether nothing has come of it yet. */
function watched(attempt: Attempt) {
  const begun = { ...attempt, isPending: true };
  const settle = (): void => {
    begun.isPending = false;
  };
  attempt.outcome.then(settle, settle);
  return begun;
}

const delayed = pairs.map(({ surface, call, operation }): FaultCase => ({
  title: `${surface.title}: ${operation} is slow, and JavaScript is not`,
  async run(context) {
    const begin = await surface.prepare(context);
    const attempt = await held(
      context,
      call,
      () => watched(begin()),
      (begun) => keepsItsPace(() => begun.isPending),
      accountOf(surface),
    );
    await attempt.outcome;
    await attempt.end();
  },
}));

const delayedFailure = pairs.map(({ surface, call, operation }): FaultCase => ({
  title: `${surface.title}: ${operation} is slow, and then fails`,
  async run(context) {
    const begin = await surface.prepare(context);
    await context.control.failNext(call, named.E_ABORT, profile, accountOf(surface));
    const attempt = await held(
      context,
      call,
      () => watched(begin()),
      (begun) => keepsItsPace(() => begun.isPending),
      accountOf(surface),
    );
    await assert.rejects(attempt.outcome, (error) => {
      assertDocumented(error, operation, named.E_ABORT, surface);
      return true;
    });
    await attempt.end().catch(() => undefined); // there may be nothing to close
  },
}));

const left = pairs
  .filter(({ surface }) => surface.isStream)
  .map(({ surface, call, operation }): FaultCase => ({
    title: `${surface.title}: left while ${operation} is slow, it is unadvised once that has returned`,
    async run(context) {
      const { control } = context;
      const begin = await surface.prepare(context);
      const account = accountOf(surface);
      const { outcome } = await held(
        context,
        call,
        begin,
        async (attempt) => {
          await attempt.end();
          await keepsItsPace();
          assert.equal((await control.counters(profile, account)).unadvises, 0);
        },
        account,
      );
      await Promise.race([outcome, control.settled()]); // the first set comes no more
      await control.settled();
      const { advises, unadvises } = await control.counters(profile, account);
      assert.deepEqual([advises, unadvises], [1, 1]);
    },
  }));

const starting = ['open', 'getCapabilities', 'advise', 'getCurrentState'] as const;

const status = starting.flatMap((call): FaultCase[] => [
  {
    title: `connectionStatus$: ${call} is slow, and JavaScript is not`,
    async run(context) {
      const { backend } = context;
      const statuses = await held(
        context,
        call,
        () => new Recorder(connectionStatus$(profile, { backend })),
        (begun) => keepsItsPace(() => begun.values.length === 0),
      );
      const [{ state } = {}] = await statuses.count(1);
      assert.equal(state, 'online');
      statuses.end();
    },
  },
  {
    title: `connectionStatus$: left while ${call} is slow, it is unadvised once that has returned`,
    async run(context) {
      const { backend, control } = context;
      const statuses = await held(
        context,
        call,
        () => new Recorder(connectionStatus$(profile, { backend })),
        (begun) => {
          begun.end();
          return keepsItsPace();
        },
      );
      await control.settled();
      const { advises, unadvises } = await control.counters(profile);
      assert.deepEqual([advises, unadvises, statuses.values], [1, 1, []]);
    },
  },
]);

const others: readonly FaultCase[] = [
  {
    title: 'connectionState$: Unadvise is slow, and nobody waits for it',
    async run(context) {
      const { backend, control } = context;
      const begin = (): Recorder<string> => new Recorder(connectionState$(profile, { backend }));
      const states = begin();
      await states.count(1);
      let following: Recorder<string> | undefined;
      await held(
        context,
        'unadvise',
        () => states.end(),
        () => {
          const next = (following = begin());
          return keepsItsPace(() => next.values.length === 0);
        },
      );
      assert.deepEqual(await following?.count(1), ['online']);
      following?.end();
      await control.settled();
      const { advises, unadvises } = await control.counters(profile);
      assert.deepEqual([advises, unadvises, states.values], [2, 2, ['online']]);
    },
  },
  {
    title: 'setCurrentState() that waits: the change is slow, and JavaScript is not',
    async run(context) {
      const object = await openOfflineObject(profile, { backend: context.backend });
      const attempt = await held(
        context,
        'change',
        () =>
          watched({
            outcome: object.setCurrentState('offline', { wait: true }),
            end: () => object.close(),
          }),
        (begun) => keepsItsPace(() => begun.isPending),
      );
      await attempt.outcome;
      assert.equal(await object.currentState(), 'offline');
      await attempt.end();
    },
  },
  ...(['open', 'advise', 'setCurrentState', 'change'] as const).map((call): FaultCase => ({
    title: `setCurrentState() that waits: aborted while ${call} is slow, it rejects at once and leaves nothing`,
    async run(context) {
      const { backend, control } = context;
      const object = await openOfflineObject(profile, { backend });
      const reason = new Error('enough');
      const abort = new AbortController();
      const { signal } = abort;
      await held(
        context,
        call,
        () => ({ changed: object.setCurrentState('offline', { wait: true, signal }) }),
        async ({ changed }) => {
          abort.abort(reason);
          await assert.rejects(changed, (error) => error === reason);
          await keepsItsPace();
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
      const { answers } = await held(
        context,
        'getCurrentState',
        () => ({
          answers: Promise.all([
            object.currentState().then((state) => order.push(state)),
            object.close().then(() => order.push('closed')),
          ]),
        }),
        () => keepsItsPace(() => order.length === 0),
      );
      await answers;
      assert.deepEqual(order, ['online', 'closed']);
    },
  },
  {
    title: 'each call of a start takes two seconds, and the loop turns all the time',
    async run(context) {
      const { backend, control } = context;
      const holds = await Promise.all(starting.map((call) => control.holdNext(call, profile)));
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

export const slow: readonly FaultCase[] = [
  ...delayed,
  ...delayedFailure,
  ...left,
  ...status,
  ...others,
];
