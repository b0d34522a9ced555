import { setImmediate as nextTurn } from 'node:timers/promises';
import { deliver, makeInbox, receiver } from './fakeBinary.js';
import { recordKind } from '../../lib/record.js';

/** An index of the binary's backends. */
const backend = 2;

describe('the inbox', () => {
  it('uses a slot again, and tells late records of its former use apart', async () => {
    const { fake, inbox, table } = makeInbox();
    const [first, second] = [receiver(), receiver()];
    const lease = inbox.register(backend, { profile: 'Work' }, first)!;
    const { slot } = lease;
    inbox.unregister(lease);
    expect(inbox.register(backend, { profile: 'Home' }, second)?.slot).toBe(slot);
    fake.records.push({ slot }, { slot, generation: 2 }, { slot, kind: recordKind.state });
    await deliver({ fake, table });
    expect([first.heard, second.heard]).toEqual([[], ['2: 2 to 1']]);
    expect([table.delivered, table.dropped]).toEqual([1, 1]);
    expect(fake.calls).toEqual([
      ['subscribe', backend, 0, 1, 'Work', '', false, 0, 0],
      ['unsubscribe', backend, 0, 1],
      ['subscribe', backend, 0, 2, 'Home', '', false, 0, 0],
      ['flush'],
    ]);
  });

  it('begins all that is subscribed and unsubscribed in one go at once, and the next anew', async () => {
    const { fake, inbox } = makeInbox();
    const flushes = () => fake.calls.filter(([call]) => call === 'flush').length;
    const leases = Array.from({ length: 1_000 }, () =>
      inbox.register(backend, { profile: 'A' }, receiver()),
    );
    inbox.unregister(leases[0]!);
    expect(flushes()).toBe(0);
    await nextTurn();
    expect(flushes()).toBe(1);
    inbox.unregister(leases[1]!);
    await nextTurn();
    expect(flushes()).toBe(2);
  });

  it('tells those that are still registered when they have been begun', async () => {
    const { fake, inbox } = makeInbox();
    const begun: string[] = [];
    const lease = inbox.register(
      backend,
      { profile: 'A' },
      receiver({ begun: () => begun.push('ended') }),
    )!;
    inbox.unregister(lease);
    inbox.register(
      backend,
      { profile: 'B' },
      receiver({ begun: () => begun.push(String(fake.calls.at(-1))) }),
    );
    expect(begun).toEqual([]);
    await nextTurn();
    expect(begun).toEqual(['flush']);
  });

  it('begins what is subscribed under a test’s fake clock, too', async () => {
    const { fake, inbox } = makeInbox();
    jest.useFakeTimers();
    inbox.register(backend, { profile: 'A' }, receiver());
    jest.useRealTimers();
    await nextTurn();
    expect(fake.calls.at(-1)).toEqual(['flush']);
  });

  it('registers nothing in an environment that has closed', () => {
    const { fake, inbox, table } = makeInbox();
    fake.closed = true;
    expect(inbox.register(backend, { profile: 'Work' }, receiver())).toBeUndefined();
    expect([table.registrations, table.freeSlots]).toEqual([0, [0]]);
  });

  it('keeps no trace of what could not be subscribed', () => {
    const { fake, inbox, table } = makeInbox();
    fake.subscribe = () => {
      throw new Error('Resource temporarily unavailable');
    };
    expect(() => inbox.register(backend, { profile: 'Work' }, receiver())).toThrow(/temporarily/);
    expect([table.registrations, table.freeSlots]).toEqual([0, [0]]);
  });

  it('keeps the loop open until everyone who asked for it has let go', () => {
    const { fake, inbox } = makeInbox();
    inbox.hold();
    inbox.hold();
    inbox.release();
    expect(fake.calls).toEqual([['keepAlive', true]]);
    inbox.release();
    expect(fake.calls).toEqual([
      ['keepAlive', true],
      ['keepAlive', false],
    ]);
  });

  it('lets go once of what is held once', () => {
    const { inbox, table } = makeInbox();
    const letGo = inbox.holdOnce();
    inbox.hold();
    letGo();
    letGo();
    expect(table.keptAlive).toBe(1);
    inbox.release();
  });

  it('asks again for a watch that could not be had, and for none that nobody wants', () => {
    const { fake, inbox, table } = makeInbox();
    expect([inbox.renewWatch(), fake.calls]).toEqual([false, []]);
    fake.watchPlace = () => {
      throw new Error('there is no memory');
    };
    const end = inbox.watchPlace(() => undefined);
    expect(table.isPlaceWatched).toBe(false);
    fake.watchPlace = () => true;
    expect([inbox.renewWatch(), table.isPlaceWatched]).toEqual([true, true]);
    end();
    expect(table.isPlaceWatched).toBe(false);
  });

  it('passes a fence behind everything that was in the queue', async () => {
    const { fake, inbox, table } = makeInbox();
    const order: string[] = [];
    inbox.register(
      backend,
      { profile: 'Work' },
      receiver({ notification: () => order.push('record') }),
    );
    fake.records.push({ slot: 0 });
    inbox.fence(() => order.push('fence'));
    while (table.draining) await nextTurn();
    expect(order).toEqual(['record', 'fence']);
  });

  it('begins its numbers anew before they leave 32 bits', () => {
    const { inbox, table } = makeInbox();
    table.nextNumber = 0xffff_fffe;
    expect([inbox.takeNumber(), inbox.takeNumber()]).toEqual([0xffff_fffe, 1]);
  });
});
