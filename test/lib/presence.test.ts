import diagnosticsChannel from 'node:diagnostics_channel';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Subscription } from 'rxjs';
import { deadline } from '../../lib/deadline.js';
import { presence$ } from '../../lib/presence.js';
import { deliver, makeInbox, notRunning } from './fakeBinary.js';
import { recordKind } from '../../lib/record.js';
import { pausesOf, type Pause } from './pauses.js';

jest.mock('../../lib/later.js');
jest.mock('../../lib/deadline.js');

const sFalse = 1;

/** A place of its own, whose questions the test answers. */
function outlook() {
  const made = makeInbox();
  const { fake, inbox, table } = made;
  const asker = { inbox, backend: { name: 'bridge', index: 1 }, ref: true, timeout: 50 };
  const calls = (name: string) => fake.calls.filter(([call]) => call === name);
  return {
    asked: () => calls('available').length,
    isWatched: () => fake.watched,
    canWatch: (can: boolean) => {
      fake.canWatch = can;
    },
    keptAlive: () => table.keptAlive,
    join: (told: unknown[]): Subscription =>
      presence$(asker).subscribe((found) => told.push(found.available || found.reason)),
    answer: async (hresult: number, question = calls('available').length) => {
      const slot = calls('available')[question - 1]![2] as number;
      fake.records.push({ slot, kind: recordKind.answer, hresult });
      await deliver(made);
      await nextTurn();
    },
    change: async () => {
      fake.records.push({ slot: 0, generation: 0, kind: recordKind.place });
      await deliver(made);
      await nextTurn();
    },
    close: () => {
      fake.closed = true;
    },
  };
}

describe('whether there is an Outlook', () => {
  let pauses: readonly Pause[];
  let expire: (() => void)[];
  const cancel = jest.fn();
  beforeEach(() => {
    pauses = pausesOf();
    expire = [];
    jest.mocked(deadline).mockImplementation((_inbox, _timeout, expired) => {
      expire.push(expired);
      return cancel;
    });
  });

  it('is one question for all who join in one go, and none before', async () => {
    const place = outlook();
    const told: unknown[] = [];
    const all = Array.from({ length: 100 }, () => place.join(told));
    expect(place.asked()).toBe(0);
    await nextTurn();
    expect([place.asked(), place.isWatched(), place.keptAlive()]).toEqual([1, true, 0]);
    await place.answer(0);
    expect(told).toEqual(Array(100).fill(true));
    all.forEach((one) => {
      one.unsubscribe();
    });
    expect(place.isWatched()).toBe(false);
  });

  it('is asked anew for who joins while a question is under way', async () => {
    const place = outlook();
    const [early, late]: unknown[][] = [[], []];
    const one = place.join(early!);
    await nextTurn();
    one.add(place.join(late!));
    await nextTurn();
    expect(place.asked()).toBe(1);
    await place.answer(notRunning);
    expect([early, late, place.asked()]).toEqual([['not-running'], [], 2]);
    await place.answer(0);
    expect([early, late]).toEqual([['not-running', true], [true]]);
    one.unsubscribe();
  });

  it('is asked again 5 seconds after an answer, and when a server comes or goes', async () => {
    const place = outlook();
    const told: unknown[] = [];
    const one = place.join(told);
    await nextTurn();
    expect(pauses).toHaveLength(0);
    await place.answer(notRunning);
    expect(pauses.map(({ milliseconds }) => milliseconds)).toEqual([5_000]);
    pauses[0]!.due();
    await nextTurn();
    expect(place.asked()).toBe(2);
    await place.answer(notRunning);
    await place.change();
    expect([place.asked(), pauses[1]!.cancelled]).toEqual([3, true]);
    await place.change();
    await place.change();
    expect(place.asked()).toBe(3);
    await place.answer(notRunning);
    expect(place.asked()).toBe(4);
    await place.answer(0);
    expect(told).toEqual(['not-running', 'not-running', 'not-running', true]);
    one.unsubscribe();
    expect([pauses[2]!.cancelled, place.isWatched()]).toEqual([true, false]);
    await place.change();
    expect(place.asked()).toBe(4);
  });

  it('is not asked behind a question that nobody answers, until that is answered after all', async () => {
    const place = outlook();
    const told: unknown[] = [];
    const one = place.join(told);
    await nextTurn();
    expire[0]!();
    await nextTurn();
    expect(told).toEqual(['not-answering']);
    await place.change();
    expect([place.asked(), pauses.length]).toEqual([1, 0]);
    await place.answer(0, 1);
    expect([place.asked(), told]).toEqual([2, ['not-answering']]);
    await place.answer(0);
    expect(told).toEqual(['not-answering', true]);
    one.unsubscribe();
  });

  it('is told to who joins behind a question that nobody answers, too, and not within subscribe', async () => {
    const place = outlook();
    const told: unknown[][] = [[], [], []];
    const one = place.join(told[0]!);
    await nextTurn();
    expire[0]!();
    await nextTurn();
    one.add(place.join(told[1]!));
    place.join(told[2]!).unsubscribe();
    expect(told[1]).toEqual([]);
    await nextTurn();
    expect([told, place.asked()]).toEqual([[['not-answering'], ['not-answering'], []], 1]);
    await place.answer(0, 1);
    await place.answer(0);
    expect(told[1]).toEqual(['not-answering', true]);
    one.unsubscribe();
  });

  it('is asked again with a watch that could not be had before', async () => {
    const place = outlook();
    place.canWatch(false);
    const one = place.join([]);
    await nextTurn();
    await place.answer(notRunning);
    expect(place.isWatched()).toBe(false);
    place.canWatch(true);
    pauses[0]!.due();
    await nextTurn();
    expect(place.isWatched()).toBe(true);
    one.unsubscribe();
    expect(place.isWatched()).toBe(false);
  });

  it('cannot be told where only a profile would show it', async () => {
    const place = outlook();
    const told: unknown[] = [];
    const one = place.join(told);
    await nextTurn();
    await place.answer(sFalse);
    expect(told).toEqual(['outside-outlook']);
    one.unsubscribe();
  });

  it('is not asked any more in an environment that is closing', async () => {
    const place = outlook();
    const told: unknown[] = [];
    place.close();
    const one = place.join(told);
    await nextTurn();
    await place.change();
    one.add(place.join(told));
    await nextTurn();
    expect([told, place.asked(), pauses]).toEqual([['closing', 'closing'], 1, []]);
    one.unsubscribe();
  });

  it('is told to nobody who has left, and asked for nobody', async () => {
    const place = outlook();
    const told: unknown[] = [];
    place.join(told).unsubscribe();
    await nextTurn();
    expect(place.asked()).toBe(0);
    const one = place.join(told);
    await nextTurn();
    one.unsubscribe();
    await place.answer(0);
    expect([told, pauses]).toEqual([[], []]);
  });

  it('leaves each who is told the choice to go, or to ask again', async () => {
    const place = outlook();
    const told: unknown[] = [];
    const leaving = place.join([]);
    const one = place.join({ push: () => leaving.unsubscribe() } as never);
    one.add(leaving);
    await nextTurn();
    one.add(place.join(told));
    await place.answer(0);
    expect(place.asked()).toBe(2);
    one.unsubscribe();
  });

  it('is on the channel when the reason changes, not each time', async () => {
    const place = outlook();
    const said: unknown[] = [];
    const listen = (message: unknown): void => void said.push(message);
    diagnosticsChannel.subscribe('rx-outlook:error', listen);
    const one = place.join([]);
    await nextTurn();
    for (const hresult of [notRunning, notRunning, -2, 0, -2]) {
      await place.answer(hresult);
      pauses.at(-1)!.due();
      await nextTurn();
    }
    diagnosticsChannel.unsubscribe('rx-outlook:error', listen);
    one.unsubscribe();
    const error = (code: string) => ({
      profile: undefined,
      error: expect.objectContaining({ code, operation: 'available' }) as unknown,
    });
    expect(said).toEqual([error('ERR_OUTLOOK_NOT_RUNNING'), error('E_FAIL'), error('E_FAIL')]);
  });
});
