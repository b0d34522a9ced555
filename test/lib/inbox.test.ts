import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Binary } from '../../lib/binary.cjs';
import { Inbox, makeTable, type Receiver, type Table } from '../../lib/inbox.js';

const notification = 1;
const state = 2;
const failure = 3;
const answer = 4;
const reading = 5;

interface FakeRecord {
  readonly slot: number;
  readonly generation?: number;
  readonly kind?: number;
  readonly hresult?: number;
  readonly detail?: number;
  readonly timestamp?: number;
  readonly merged?: number;
}

/** A binary that drains what a test has put in, and counts what is asked of it. */
class FakeBinary {
  readonly records: FakeRecord[] = [];
  readonly calls: unknown[][] = [];
  closed = false;
  wake: () => void = () => undefined;
  target = new ArrayBuffer();

  attach(wake: (count: number) => void, target: ArrayBuffer): void {
    this.target = target;
    this.wake = () => {
      // As the binary does it: not while there are records to read, and not for nothing.
      const count = this.drain();
      if (count > 0) wake(count);
    };
  }
  drain(): number {
    const { target } = this;
    const some = this.records.splice(0, target.byteLength / 32);
    const words = new Int32Array(target);
    const doubles = new Float64Array(target);
    some.forEach((one, i) => {
      const {
        slot,
        generation = 1,
        kind = notification,
        hresult = 0,
        detail = 0,
        merged = 1,
      } = one;
      const codes = kind | (2 << 8) | (2 << 16) | (1 << 24);
      words.set([slot, generation, codes, merged, 0, 0, hresult, detail], i * 8);
      doubles[i * 4 + 2] = one.timestamp ?? 0;
    });
    return some.length;
  }
  keepAlive(alive: boolean): void {
    this.calls.push(['keepAlive', alive]);
  }
  subscribe(...args: unknown[]): boolean {
    this.calls.push(['subscribe', ...args]);
    return !this.closed;
  }
  unsubscribe(...args: unknown[]): boolean {
    this.calls.push(['unsubscribe', ...args]);
    return !this.closed;
  }
  flush(): void {
    this.calls.push(['flush']);
  }
  fence(request: number): void {
    this.records.push({ slot: request, kind: answer });
    this.wake();
  }
}

function makeInbox(table: Table = makeTable(), fake = new FakeBinary()) {
  return { fake, table, inbox: new Inbox(fake as unknown as Binary, table) };
}

/** Wakes the inbox and waits until all is handed out: on a busy machine a batch may be cut anywhere. */
async function deliver({ fake, table }: Pick<ReturnType<typeof makeInbox>, 'fake' | 'table'>) {
  fake.wake();
  while (table.draining) await nextTurn();
}

function receiver(on: Partial<Receiver> = {}): Receiver & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    state: (value) => heard.push(`state ${value}`),
    begun: () => on.begun?.(),
    overflow: (merged) => heard.push(`overflow ${merged}`),
    reading: (number) => heard.push(`reading ${number}`),
    notification: (phase, previous, current) => {
      heard.push(`${phase}: ${previous} to ${current}`);
      on.notification?.(phase, previous, current, 0, 1, 0);
    },
    failure: (operation, hresult) => heard.push(`failure ${operation} ${hresult}`),
  };
}

describe('the inbox', () => {
  it('hands each record to the registration that its number finds', async () => {
    const { fake, inbox, table } = makeInbox();
    const receivers = [receiver(), receiver()];
    const slots = receivers.map((one) => inbox.register('embedded', 'Work', one));
    expect(slots).toEqual([0, 1]);
    fake.records.push({ slot: 0, kind: state }, { slot: 1, kind: state }, { slot: 1 });
    fake.records.push({ slot: 0, kind: failure, detail: 2, hresult: -5 });
    await deliver({ fake, table });
    expect(receivers.map(({ heard }) => heard)).toEqual([
      ['state 1', 'failure 2 -5'],
      ['state 1', '2: 2 to 1'],
    ]);
  });

  it('uses a slot again, and tells late records of its former use apart', async () => {
    const { fake, inbox, table } = makeInbox();
    const [first, second] = [receiver(), receiver()];
    const slot = inbox.register('embedded', 'Work', first)!;
    inbox.unregister('embedded', slot);
    expect(inbox.register('embedded', 'Home', second)).toBe(slot);
    fake.records.push({ slot }, { slot, generation: 2 }, { slot, kind: state });
    await deliver({ fake, table });
    expect([first.heard, second.heard]).toEqual([[], ['2: 2 to 1']]);
    expect([table.delivered, table.dropped]).toEqual([1, 1]);
    expect(fake.calls).toEqual([
      ['subscribe', 'embedded', 0, 1, 'Work'],
      ['unsubscribe', 'embedded', 0, 1],
      ['subscribe', 'embedded', 0, 2, 'Home'],
      ['flush'],
    ]);
  });

  it('begins all that is subscribed and unsubscribed in one go at once, and the next anew', async () => {
    const { fake, inbox } = makeInbox();
    const flushes = () => fake.calls.filter(([call]) => call === 'flush').length;
    const slots = Array.from({ length: 1_000 }, () => inbox.register('embedded', 'A', receiver()));
    inbox.unregister('embedded', slots[0]!);
    expect(flushes()).toBe(0);
    await nextTurn();
    expect(flushes()).toBe(1);
    inbox.unregister('embedded', slots[1]!);
    await nextTurn();
    expect(flushes()).toBe(2);
  });

  it('tells those that are still registered when they have been begun', async () => {
    const { fake, inbox } = makeInbox();
    const begun: string[] = [];
    const slot = inbox.register('embedded', 'A', receiver({ begun: () => begun.push('ended') }))!;
    inbox.unregister('embedded', slot);
    inbox.register(
      'embedded',
      'B',
      receiver({ begun: () => begun.push(String(fake.calls.at(-1))) }),
    );
    expect(begun).toEqual([]);
    await nextTurn();
    expect(begun).toEqual(['flush']);
  });

  it('begins what is subscribed under a test’s fake clock, too', async () => {
    const { fake, inbox } = makeInbox();
    jest.useFakeTimers();
    inbox.register('embedded', 'A', receiver());
    jest.useRealTimers();
    await nextTurn();
    expect(fake.calls.at(-1)).toEqual(['flush']);
  });

  it('says of a merged notification how many it stands for, before that comes', async () => {
    const { fake, inbox, table } = makeInbox();
    const one = receiver();
    inbox.register('embedded', 'Work', one);
    fake.records.push({ slot: 0, merged: 3 }, { slot: 0 });
    await deliver({ fake, table });
    expect(one.heard).toEqual(['overflow 3', '2: 2 to 1', '2: 2 to 1']);
  });

  it('counts its batches, and the records of the largest', async () => {
    const { fake, inbox, table } = makeInbox();
    inbox.register('embedded', 'Work', receiver());
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

  it('leaves what came in the meantime to the next turn of the loop', async () => {
    const { fake, inbox, table } = makeInbox();
    const heard: number[] = [];
    inbox.register(
      'embedded',
      'Work',
      receiver({
        notification: () => {
          heard.push(table.batches);
          if (heard.length < 3) fake.records.push({ slot: 0 });
        },
      }),
    );
    fake.records.push({ slot: 0 });
    await deliver({ fake, table });
    expect(heard).toEqual([0, 1, 2]);
  });

  it('registers nothing in an environment that has closed', () => {
    const { fake, inbox, table } = makeInbox();
    fake.closed = true;
    expect(inbox.register('embedded', 'Work', receiver())).toBeUndefined();
    expect([table.registrations, table.freeSlots]).toEqual([0, [0]]);
  });

  it('keeps no trace of what could not be subscribed', () => {
    const { fake, inbox, table } = makeInbox();
    fake.subscribe = () => {
      throw new Error('Resource temporarily unavailable');
    };
    expect(() => inbox.register('embedded', 'Work', receiver())).toThrow(/temporarily/);
    expect([table.registrations, table.freeSlots]).toEqual([0, [0]]);
  });

  it('hands nothing to a receiver that is unregistered within its batch', async () => {
    const { fake, inbox, table } = makeInbox();
    const other = receiver();
    const kinds = [notification, state, reading, failure];
    inbox.register(
      'embedded',
      'Work',
      receiver({
        notification: () => {
          inbox.unregister('embedded', 1);
        },
      }),
    );
    inbox.register('embedded', 'Work', other);
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
    inbox.register('embedded', 'Work', slow);
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
    inbox.register('embedded', 'Work', {
      ...receiver(),
      notification: (_phase, _previous, _current, timestamp) => {
        seen.push(timestamp);
        const until = performance.now() + 5;
        while (performance.now() < until);
      },
    });
    fake.records.push(...[1, 2, 3, 4].map((timestamp) => ({ slot: 0, timestamp })));
    fake.wake();
    const copy = makeInbox(table, fake).inbox;
    expect(table.owner).toBe(copy);
    while (seen.length < 4) await nextTurn();
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('reports what a receiver throws, and gives the rest of the batch to the others', async () => {
    const { fake, inbox, table } = makeInbox();
    const witness = receiver();
    const reported: (() => void)[] = [];
    inbox.hold(); // goes on by an immediate, not by a timer
    inbox.register('embedded', 'Work', {
      ...receiver(),
      notification: () => {
        throw new Error('on purpose');
      },
    });
    inbox.register('embedded', 'Work', witness);
    const timers =
      jest.requireActual<Record<'setTimeout', (report: () => void) => void>>('node:timers');
    const spy = jest.spyOn(timers, 'setTimeout').mockImplementation((report) => {
      reported.push(report);
    });
    fake.records.push({ slot: 0 }, { slot: 1 }, { slot: 0 }, { slot: 1 });
    await deliver({ fake, table });
    spy.mockRestore();
    expect(witness.heard).toHaveLength(2);
    expect(reported).toHaveLength(2);
    for (const report of reported) expect(report).toThrow('on purpose');
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

  it('passes a fence behind everything that was in the queue', async () => {
    const { fake, inbox, table } = makeInbox();
    const order: string[] = [];
    inbox.register('embedded', 'Work', receiver({ notification: () => order.push('record') }));
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
