import diagnosticsChannel from 'node:diagnostics_channel';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DiagnosticsChannels, OfflineStateError } from 'rx-outlook';
import * as ownTime from '../../lib/ownTime.js';
import { eventually } from '../contract/tools.js';
import { deliver, makeInbox, receiver } from './fakeBinary.js';
import { recordKind } from '../../lib/record.js';

jest.mock('../../lib/ownTime.js', () => ({
  __esModule: true,
  ...jest.requireActual<object>('../../lib/ownTime.js'),
}));

const { notification, state, failure, answer, reading } = recordKind;
/** Any index of the binary's backends: the delivery does not look at it. */
const backend = 0;

describe('the delivery', () => {
  it('hands each record to the registration that its number finds', async () => {
    const { fake, inbox, table } = makeInbox();
    const receivers = [receiver(), receiver()];
    const leases = receivers.map((one) => inbox.register(backend, { profile: 'Work' }, one)!);
    expect(leases.map(({ slot }) => slot)).toEqual([0, 1]);
    fake.records.push({ slot: 0, kind: state }, { slot: 1, kind: state }, { slot: 1 });
    fake.records.push({ slot: 0, kind: failure, detail: 2, hresult: -5 });
    await deliver({ fake, table });
    expect(receivers.map(({ heard }) => heard)).toEqual([
      ['state 1', 'failure 2 -5'],
      ['state 1', '2: 2 to 1'],
    ]);
  });

  it('hands a mark of a changed list of accounts to its registration, in its order', async () => {
    const { fake, inbox, table } = makeInbox();
    const one = receiver();
    inbox.register(backend, { profile: 'Work' }, one);
    const mark = { slot: 0, kind: recordKind.accounts };
    fake.records.push(mark, { slot: 0, kind: state }, mark, { slot: 0 });
    await deliver({ fake, table });
    expect(one.heard).toEqual(['accounts', 'state 1', 'accounts', '2: 2 to 1']);
    expect([table.delivered, table.dropped]).toEqual([1, 0]);
  });

  it('says of a merged notification how many it stands for, before that comes', async () => {
    const { fake, inbox, table } = makeInbox();
    const one = receiver();
    inbox.register(backend, { profile: 'Work' }, one);
    fake.records.push({ slot: 0, merged: 3 }, { slot: 0 });
    await deliver({ fake, table });
    expect(one.heard).toEqual(['overflow 3', '2: 2 to 1', '2: 2 to 1']);
  });

  it('hands nothing to a registration that was ended by who was told of an overflow', async () => {
    const { fake, inbox, table } = makeInbox();
    const one = receiver();
    const lease = inbox.register(backend, { profile: 'Work' }, one)!;
    one.overflow = () => {
      inbox.unregister(lease);
    };
    fake.records.push({ slot: 0, merged: 3 }, { slot: 0 });
    await deliver({ fake, table });
    expect(one.heard).toEqual([]);
    expect([table.delivered, table.dropped]).toEqual([0, 2]);
  });

  it('tells whom it concerns that a server may have come, without a registration', async () => {
    const { fake, inbox, table } = makeInbox();
    const told: string[] = [];
    const endFirst = inbox.watchPlace(() => told.push('first'));
    const endSecond = inbox.watchPlace(() => {
      told.push('second');
      endSecond();
    });
    for (let i = 0; i < 2; ++i) {
      fake.records.push({ slot: 0, generation: 0, kind: recordKind.place });
      await deliver({ fake, table });
    }
    expect(told).toEqual(['first', 'second', 'first']);
    endFirst();
    endFirst();
    expect(fake.calls).toEqual([['watchPlace'], ['unwatchPlace']]);
    expect(table.dropped).toBe(0);
  });

  it('tells the others when one of those throws, and reports it', async () => {
    const { fake, inbox, table } = makeInbox();
    const told: string[] = [];
    const reported: (() => void)[] = [];
    inbox.hold(); // goes on by an immediate, not by a timer
    inbox.watchPlace(() => {
      throw new Error('on purpose');
    });
    inbox.watchPlace(() => told.push('second'));
    const spy = jest.spyOn(ownTime, 'setTimeout').mockImplementation(((report: () => void) => {
      reported.push(report);
    }) as typeof ownTime.setTimeout);
    fake.records.push({ slot: 0, generation: 0, kind: recordKind.place });
    await deliver({ fake, table });
    spy.mockRestore();
    expect(told).toEqual(['second']);
    expect(reported).toHaveLength(1);
    expect(reported[0]).toThrow('on purpose');
  });

  it('tells of what an object did against its contract, in the words for it', async () => {
    const { fake, table } = makeInbox();
    const errors: unknown[] = [];
    const listen = (message: unknown): void =>
      void errors.push((message as DiagnosticsChannels['rx-outlook:error']).error);
    diagnosticsChannel.subscribe('rx-outlook:error', listen);
    fake.faults.push(
      { profile: 'Work', operation: fake.operations.indexOf('Unadvise'), hresult: -1 },
      { profile: 'Work', operation: fake.operations.indexOf('Release'), hresult: 0x8000ffff | 0 },
    );
    fake.records.push({ slot: 0, generation: 0, kind: recordKind.fault });
    await deliver({ fake, table });
    diagnosticsChannel.unsubscribe('rx-outlook:error', listen);
    expect(errors).toEqual([
      expect.objectContaining({ operation: 'Unadvise', hresult: 0xffffffff }),
      expect.objectContaining({
        operation: 'Release',
        hresult: 0x8000ffff,
        message: expect.stringMatching(
          /released a callback once too often for profile "Work"/,
        ) as string,
      }),
    ]);
  });

  it('counts its batches, and the records of the largest', async () => {
    const { fake, inbox, table } = makeInbox();
    inbox.register(backend, { profile: 'Work' }, receiver());
    await deliver({ fake, table });
    expect([table.batches, table.largestBatch]).toEqual([0, 0]);
    fake.records.push({ slot: 0 });
    await deliver({ fake, table });
    expect([table.batches, table.largestBatch]).toEqual([1, 1]);
    fake.records.push(...Array.from({ length: 5_000 }, () => ({ slot: 0 })));
    await deliver({ fake, table });
    expect(table.largestBatch).toBeGreaterThan(1);
    expect(table.delivered).toBe(5_001);
    expect(table.batches).toBeGreaterThan(1);
  });

  it.each([
    { having: 'few', behind: 0, turns: 'the same turn', isOne: true },
    { having: 'many', behind: 100, turns: 'the next turn', isOne: false },
  ])(
    'hands out what came while it handed out $having in $turns of the loop',
    async ({ behind, isOne }) => {
      const { fake, inbox, table } = makeInbox();
      let isLast = false;
      inbox.register(
        backend,
        { profile: 'Work' },
        receiver({
          notification: () => {
            if (!isLast) fake.records.push({ slot: 0, kind: state });
            isLast = true;
          },
        }),
      );
      fake.records.push(...Array.from({ length: 1 + behind }, () => ({ slot: 0 })));
      const clock = jest.spyOn(ownTime, 'elapsed').mockReturnValue(0);
      await deliver({ fake, table });
      clock.mockRestore();
      expect(table.delivered).toBe(1 + behind);
      expect(table.batches === 1).toBe(isOne);
    },
  );

  it('does not go on for ever with few at a time that take their time', async () => {
    const { fake, inbox, table } = makeInbox();
    let now = 0;
    const clock = jest.spyOn(ownTime, 'elapsed').mockImplementation(() => now);
    let handed = 0;
    inbox.register(
      backend,
      { profile: 'Work' },
      receiver({
        notification: () => {
          now += 3;
          if (++handed < 10) fake.records.push({ slot: 0 });
        },
      }),
    );
    fake.records.push({ slot: 0 });
    fake.wake();
    expect(handed).toBe(3);
    while (table.draining) await nextTurn();
    clock.mockRestore();
    expect(handed).toBe(10);
  });

  it('hands nothing to a receiver that is unregistered within its batch', async () => {
    const { fake, inbox, table } = makeInbox();
    const other = receiver();
    const kinds = [notification, state, reading, failure];
    inbox.register(
      backend,
      { profile: 'Work' },
      receiver({
        notification: () => {
          inbox.unregister(lease);
        },
      }),
    );
    const lease = inbox.register(backend, { profile: 'Work' }, other)!;
    fake.records.push({ slot: 0 }, ...kinds.map((kind) => ({ slot: 1, kind })));
    await deliver({ fake, table });
    expect(other.heard).toEqual([]);
    expect(table.dropped).toBe(1);
  });

  it('cuts a batch, so that others get their turn, and goes on by itself', async () => {
    const { fake, inbox, table } = makeInbox();
    const slow = receiver({
      notification: () => {
        const until = performance.now() + 5;
        while (performance.now() < until);
      },
    });
    inbox.register(backend, { profile: 'Work' }, slow);
    fake.records.push(...Array.from({ length: 10 }, () => ({ slot: 0 })));
    fake.wake();
    expect(slow.heard.length).toBeLessThan(10);
    expect(table.draining).toBe(true);
    let turns = 0;
    for (; slow.heard.length < 10; ++turns) await nextTurn();
    expect(turns).toBeGreaterThan(1);
    while (table.draining) await nextTurn();
  });

  it('is succeeded by the next copy in the middle of a batch, without loss or change of order', async () => {
    const { fake, inbox, table } = makeInbox();
    const seen: number[] = [];
    inbox.register(
      backend,
      { profile: 'Work' },
      {
        ...receiver(),
        notification: (_phase, _previous, _current, timestamp) => {
          seen.push(timestamp);
          const until = performance.now() + 5;
          while (performance.now() < until);
        },
      },
    );
    fake.records.push(...[1, 2, 3, 4].map((timestamp) => ({ slot: 0, timestamp })));
    fake.wake();
    const former = table.owner;
    makeInbox(table, fake);
    expect(table.owner).not.toBe(former);
    while (seen.length < 4) await nextTurn();
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('reports what a receiver throws, and gives the rest of the batch to the others', async () => {
    const { fake, inbox, table } = makeInbox();
    const witness = receiver();
    const reported: (() => void)[] = [];
    inbox.hold(); // goes on by an immediate, not by a timer
    inbox.register(
      backend,
      { profile: 'Work' },
      {
        ...receiver(),
        notification: () => {
          throw new Error('on purpose');
        },
      },
    );
    inbox.register(backend, { profile: 'Work' }, witness);
    const spy = jest.spyOn(ownTime, 'setTimeout').mockImplementation(((report: () => void) => {
      reported.push(report);
    }) as typeof ownTime.setTimeout);
    fake.records.push({ slot: 0 }, { slot: 1 }, { slot: 0 }, { slot: 1 });
    await deliver({ fake, table });
    spy.mockRestore();
    expect(witness.heard).toHaveLength(2);
    expect(reported).toHaveLength(2);
    for (const report of reported) expect(report).toThrow('on purpose');
  });

  it('answers each request once, and ignores answers nobody waits for', async () => {
    const { fake, inbox, table } = makeInbox();
    const answers: unknown[] = [];
    inbox.expect(7, (one) => answers.push(one));
    fake.records.push(
      { slot: 7, kind: answer, hresult: -1, detail: -1, timestamp: 5 },
      { slot: 7, kind: answer },
      { slot: 8, kind: answer },
    );
    await deliver({ fake, table });
    expect(answers).toEqual([{ hresult: -1, value: 0xffff_ffff, count: 5 }]);
  });

  it('goes on after a batch that there was no memory for, and loses and repeats nothing', async () => {
    const { fake, inbox, table } = makeInbox();
    const one = receiver();
    inbox.hold(); // goes on by an immediate, not by a timer
    inbox.register(backend, { profile: 'Work' }, one);
    fake.records.push(...Array.from({ length: 1_500 }, () => ({ slot: 0 })));
    const drain = fake.drain.bind(fake);
    fake.drain = () => {
      if (one.heard.length !== 1_024) return drain();
      fake.drain = drain;
      throw new RangeError('out of memory');
    };
    // A clock that stands still, so that the batch is not cut before that.
    const clock = jest.spyOn(ownTime, 'elapsed').mockReturnValue(0);
    const errors: unknown[] = [];
    const hear = (message: unknown): void => void errors.push(message);
    diagnosticsChannel.subscribe('rx-outlook:error', hear);
    fake.wake();
    diagnosticsChannel.unsubscribe('rx-outlook:error', hear);
    clock.mockRestore();
    expect(one.heard).toHaveLength(1_024);
    expect(errors).toEqual([
      {
        profile: undefined,
        error: expect.objectContaining({
          code: 'ERR_OUT_OF_RESOURCES',
          operation: 'deliver',
          message: expect.stringContaining('out of memory. Nothing is lost') as string,
        }) as OfflineStateError,
      },
    ]);
    await eventually(() => one.heard.length === 1_500, 'it went on');
    while (table.draining) await nextTurn();
    expect(one.heard).toHaveLength(1_500);
    expect(table.delivered).toBe(1_500);
  });
});
