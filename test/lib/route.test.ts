import diagnosticsChannel from 'node:diagnostics_channel';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { deadline } from '../../lib/deadline.js';
import { disconnected } from '../../lib/reasons.js';
import { recordKind } from '../../lib/record.js';
import { Route } from '../../lib/route.js';
import { deliver, makeInbox, notRunning, receiver } from './fakeBinary.js';
import { pausesOf, type Pause } from './pauses.js';

jest.mock('../../lib/later.js');
jest.mock('../../lib/deadline.js');

const bridge = 1;
const automation = 2;

/** The route of a registration whose leases the test answers. */
async function routed(backend = 'auto') {
  const made = makeInbox();
  const { fake, inbox, table } = made;
  const heard = receiver();
  const rerouted = jest.fn((state: number) => heard.heard.push(`rerouted ${state}`));
  const index = fake.backends.indexOf(backend);
  const source = { profile: 'Work', account: 'alice', pollInterval: 300, timeout: 50 };
  const registration = { ...heard, rerouted };
  const route = new Route(inbox, { name: backend, index }, source, true, registration);
  route.begin();
  await nextTurn();
  const calls = (name: string) => fake.calls.filter(([call]) => call === name);
  const say = async (slot: number, record: object) => {
    fake.records.push({ slot, ...record });
    await deliver(made);
    await nextTurn();
  };
  return {
    route,
    heard: heard.heard,
    /** Each lease that began, then each that ended, by its slot. */
    leases: () => ({
      begun: calls('subscribe').map((call) => call[2]),
      ended: calls('unsubscribe').map((call) => call[2]),
    }),
    asked: () => calls('available').map(([, asked]) => asked),
    subscribed: () => calls('subscribe'),
    answered: () => Object.fromEntries(table.answered),
    registrations: () => table.registrations,
    close: () => {
      fake.closed = true;
    },
    changePlace: () => say(0, { kind: recordKind.place, generation: 0 }),
    bridgeAnswers: (hresult: number) =>
      say(calls('available').at(-1)![2] as number, { kind: recordKind.answer, hresult }),
    snapshot: (slot: number, way: number, generation = 1) =>
      say(slot, { kind: recordKind.state, way, generation }),
    fails: (slot: number, generation = 1) =>
      say(slot, { kind: recordKind.failure, hresult: notRunning, generation }),
    notifies: (slot: number, generation = 1) => say(slot, { generation }),
  };
}

describe('the route of a registration', () => {
  let pauses: readonly Pause[];
  let expire: (() => void)[];
  const published: unknown[] = [];
  const note = (message: unknown): void => {
    published.push(message);
  };
  beforeEach(() => {
    pauses = pausesOf();
    expire = [];
    jest.mocked(deadline).mockImplementation((_inbox, _timeout, expired) => {
      expire.push(expired);
      return () => undefined;
    });
    diagnosticsChannel.subscribe('rx-outlook:error', note);
  });
  afterEach(() => {
    diagnosticsChannel.unsubscribe('rx-outlook:error', note);
    expect(published).toEqual([]);
  });

  it('counts for the backend that answers, until its end', async () => {
    const { route, answered, registrations } = await routed();
    expect([route.answeredBy, answered()]).toEqual([undefined, {}]);
    route.answered(automation);
    expect([route.answeredBy, answered()]).toEqual(['automation', { automation: 1 }]);
    route.end();
    expect([answered(), registrations()]).toEqual([{ automation: 0 }, 0]);
  });

  it.each([
    ['auto over the bridge', 'auto', bridge],
    ['a backend that is chosen by name', 'automation', 0],
  ])('looks for nothing better than %s', async (_title, backend, way) => {
    const { route, asked } = await routed(backend);
    route.answered(way);
    await nextTurn();
    expect(asked()).toEqual([]);
    route.end();
  });

  it('goes over to the bridge when that answers: the first Unadvise is after the second Advise', async () => {
    const { route, heard, leases, asked, subscribed, answered, ...outlook } = await routed();
    route.answered(automation);
    await nextTurn();
    expect(asked()).toEqual([0]);
    await outlook.bridgeAnswers(0);
    expect(leases()).toEqual({ begun: [0, 1], ended: [] });
    const [first, second] = subscribed().map(([, index, , , ...wanted]) => [index, ...wanted]);
    expect(second).toEqual(first);
    await outlook.notifies(0);
    expect(heard).toEqual(['2: 2 to 1']);
    await outlook.snapshot(1, bridge);
    expect(leases()).toEqual({ begun: [0, 1], ended: [0] });
    await outlook.notifies(0);
    await outlook.notifies(1);
    expect(heard).toEqual(['2: 2 to 1', 'rerouted 1', '2: 2 to 1']);
    expect([route.answeredBy, answered()]).toEqual(['bridge', { automation: 0, bridge: 1 }]);
    route.end();
    expect([leases().ended, outlook.registrations()]).toEqual([[0, 1], 0]);
  });

  it('keeps its lease when an attempt fails, and repeats it after growing pauses', async () => {
    const { route, heard, leases, ...outlook } = await routed();
    route.answered(automation);
    await nextTurn();
    await outlook.bridgeAnswers(0);
    await outlook.fails(1);
    expect(leases()).toEqual({ begun: [0, 1], ended: [1] });
    expect([heard, route.lease?.slot]).toEqual([[], 0]);
    const [first] = pauses;
    first!.due();
    await nextTurn();
    await outlook.bridgeAnswers(0);
    expect(leases().begun).toEqual([0, 1, 1]);
    expire.at(-1)!();
    expect(leases().ended).toEqual([1, 1]);
    expect(pauses.at(-1)!.milliseconds).toBe(2 * first!.milliseconds);
    route.end();
    expect(outlook.registrations()).toBe(0);
  });

  it('ends a pause when a server may have come, and begins with the shortest again', async () => {
    const { route, asked, leases, ...outlook } = await routed();
    route.answered(automation);
    await nextTurn();
    for (const slot of [1, 1]) {
      await outlook.bridgeAnswers(0);
      await outlook.fails(slot, leases().begun.length - 1);
      if (pauses.length === 1) {
        pauses[0]!.due();
        await nextTurn();
      }
    }
    const count = asked().length;
    await outlook.changePlace();
    await nextTurn();
    expect([asked().length, pauses[1]!.cancelled]).toEqual([count + 1, true]);
    await outlook.bridgeAnswers(0);
    await outlook.fails(1, leases().begun.length - 1);
    expect(pauses.map(({ milliseconds }) => milliseconds)).toEqual([5_000, 10_000, 5_000]);
    route.end();
    expect(outlook.registrations()).toBe(0);
  });

  it('keeps its lease when the same backend answers once more, as beside a server that is no Outlook', async () => {
    const { route, heard, leases, ...outlook } = await routed();
    route.answered(automation);
    await nextTurn();
    await outlook.bridgeAnswers(0);
    await outlook.snapshot(1, automation);
    expect(leases()).toEqual({ begun: [0, 1], ended: [1] });
    expect([heard, route.lease?.slot, pauses.length]).toEqual([[], 0, 1]);
    route.end();
    expect(outlook.registrations()).toBe(0);
  });

  it('asks again and again while the bridge does not answer, and publishes nothing of it', async () => {
    const { route, leases, asked, ...outlook } = await routed();
    route.answered(automation);
    await nextTurn();
    await outlook.bridgeAnswers(notRunning);
    pauses.at(-1)!.due();
    await nextTurn();
    expect([asked(), leases().begun]).toEqual([[0, 0], [0]]);
    route.end();
    expect(outlook.registrations()).toBe(0);
  });

  it('ends the attempt that is under way with it', async () => {
    const { route, heard, leases, ...outlook } = await routed();
    route.answered(automation);
    await nextTurn();
    await outlook.bridgeAnswers(0);
    route.end();
    expect(leases().ended).toEqual([1, 0]);
    await outlook.snapshot(1, bridge);
    expect([heard, outlook.registrations()]).toEqual([[], 0]);
  });

  it('makes no attempt in an environment that has closed', async () => {
    const { route, leases, close, ...outlook } = await routed();
    route.answered(automation);
    await nextTurn();
    const ready = outlook.bridgeAnswers(0);
    close();
    await ready;
    expect(leases().begun).toEqual([0, 1]);
    expect([route.lease?.slot, outlook.registrations()]).toEqual([0, 1]);
    route.end();
  });

  it('goes back from a connection that ended, when another way answers', async () => {
    const { route, heard, leases, answered, ...outlook } = await routed();
    route.answered(bridge);
    const moves = [disconnected, disconnected | 0, notRunning].map((one) => route.isMovedBy(one));
    expect(moves).toEqual([true, true, false]);
    const failed = jest.fn();
    route.move(failed);
    await nextTurn();
    expect(route.lease).toBeUndefined();
    expect(leases()).toEqual({ begun: [0, 0], ended: [0] });
    // The slot is used again, by its next generation.
    await outlook.notifies(0);
    expect(heard).toEqual([]);
    await outlook.snapshot(0, automation, 2);
    await outlook.notifies(0, 2);
    expect(heard).toEqual(['rerouted 1', '2: 2 to 1']);
    expect([route.answeredBy, answered()]).toEqual(['automation', { bridge: 0, automation: 1 }]);
    route.end();
    expect(outlook.registrations()).toBe(0);
    expect(failed).not.toHaveBeenCalled();
  });

  it('waits before it asks again for a way that was lost: a server may end after each snapshot', async () => {
    const { route, asked, ...outlook } = await routed();
    route.answered(bridge);
    route.move(jest.fn());
    await nextTurn();
    await outlook.snapshot(0, automation, 2);
    expect([asked(), pauses.map(({ milliseconds }) => milliseconds)]).toEqual([[], [1_000]]);
    pauses[0]!.due();
    await nextTurn();
    expect(asked()).toEqual([0]);
    await outlook.bridgeAnswers(0);
    await outlook.snapshot(1, bridge);
    expect(route.answeredBy).toBe('bridge');
    route.move(jest.fn());
    await nextTurn();
    await outlook.snapshot(1, automation, 2);
    route.end();
    expect([pauses.at(-1)!.cancelled, outlook.registrations()]).toEqual([true, 0]);
  });

  it('stays with a lost connection where nothing else answers, and is told so once', async () => {
    const { route, leases, ...outlook } = await routed();
    route.answered(bridge);
    const failed = jest.fn();
    route.move(failed);
    await nextTurn();
    expire.at(-1)!();
    expect(failed).toHaveBeenCalledTimes(1);
    expect(leases().ended).toEqual([0, 0]);
    route.end();
    expect([leases().ended, outlook.registrations()]).toEqual([[0, 0], 0]);
  });

  it.each([
    ['automation itself', 'auto', automation],
    ['a bridge that is chosen by name', 'bridge', 0],
  ])('has no other way after the loss of %s', async (_title, backend, way) => {
    const { route } = await routed(backend);
    route.answered(way);
    expect(route.isMovedBy(disconnected)).toBe(false);
    route.end();
  });
});
