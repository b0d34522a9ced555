import { connectionStatus$, diagnostics, type ConnectionStatus } from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import type { Subscription } from 'rxjs';
import { environment } from '../../lib/environment.js';
import * as ownTime from '../../lib/ownTime.js';
import { eventually } from '../contract/tools.js';
import { pausesOf, type Pause } from './pauses.js';

jest.mock('../../lib/later.js');
jest.mock('../../lib/ownTime.js', () => ({
  __esModule: true,
  ...jest.requireActual<object>('../../lib/ownTime.js'),
}));

const options = { backend: 'embedded' } as const;
const failure = { eFail: 0x8000_4005, outOfMemory: 0x8007_000e, deleted: 0x8004_010a } as const;

describe('connectionStatus$', () => {
  let outlook: EmbeddedOutlook;
  let pauses: readonly Pause[];
  let told: ConnectionStatus[];
  let subscription: Subscription;
  beforeEach(() => {
    pauses = pausesOf();
    told = [];
    outlook = embeddedOutlook({ profiles: ['Work'] });
  });
  afterEach(async () => {
    subscription.unsubscribe();
    jest.restoreAllMocks();
    const { table } = environment();
    expect([table.registrations, table.placeWatchers.size, table.keptAlive]).toEqual([0, 0, 0]);
    expect(pauses.filter(({ cancelled }) => !cancelled).length).toBeLessThanOrEqual(over);
    over = 0;
    await outlook.settled();
    expect(outlook.registrations()).toBe(0);
    outlook.close();
  });

  let over = 0;
  const pass = (pause: Pause): void => {
    over += 1;
    pause.due();
  };
  const subscribe = (next?: (status: ConnectionStatus) => void): void => {
    subscription = connectionStatus$('Work', options).subscribe((status) => {
      told.push(status);
      next?.(status);
    });
  };
  const states = (): string[] => told.map(({ state, reason }) => reason ?? state);
  const hears = (...expected: string[]): Promise<void> =>
    eventually(() => told.length >= expected.length, expected.join()).then(() => {
      expect(states()).toEqual(expected);
    });
  const pauseTaken = (count: number): Promise<void> =>
    eventually(() => pauses.length === count, `${String(count)} pauses`);

  it('takes the start of a change for no state yet', async () => {
    subscribe();
    await hears('online');
    await outlook.settled();
    const hold = outlook.holdNext('change');
    const { delivered } = diagnostics();
    const changed = outlook.setState('Work', 'offline');
    await hold.entered;
    await eventually(() => diagnostics().delivered === delivered + 1, 'the start was delivered');
    const until = states();
    hold.release();
    await changed;
    expect(until).toEqual(['online']);
    await hears('online', 'offline');
  });

  it('says what the state is, then each that differs, and since when', async () => {
    const before = Date.now();
    subscribe();
    await hears('online');
    await outlook.settled();
    await outlook.setState('Work', 'offline');
    await outlook.setState('Work', 'online');
    await hears('online', 'offline', 'online');
    const { since } = told[0]!;
    expect(told[0]).toEqual({ state: 'online', since, backend: 'embedded' });
    const times = [before, ...told.map(({ since }) => since), Date.now()];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('is unknown when the object goes, and comes back with it', async () => {
    subscribe();
    await hears('online');
    outlook.removeProfile('Work');
    await hears('online', 'gone', 'no-such-profile');
    expect(told[2]?.since).toBe(told[1]?.since);
    await pauseTaken(1);
    expect(diagnostics().registrations).toBe(0);
    outlook.addProfile('Work');
    await hears('online', 'gone', 'no-such-profile', 'online');
    expect(pauses.map(({ cancelled }) => cancelled)).toEqual([true]);
  });

  it('comes back when a pause has passed, and not before', async () => {
    outlook.failNext('open', failure.eFail, 'Work');
    subscribe();
    await pauseTaken(1);
    await outlook.settled();
    expect(states()).toEqual(['failed']);
    pass(pauses[0]!);
    await hears('failed', 'online');
  });

  it('pauses for 5 seconds, then twice as long each time, up to a minute, and says nothing again', async () => {
    outlook.removeProfile('Work');
    subscribe();
    for (let i = 0; i < 6; ++i) {
      await pauseTaken(i + 1);
      pass(pauses[i]!);
    }
    await pauseTaken(7);
    expect(pauses.map(({ milliseconds }) => milliseconds / 1_000)).toEqual([
      5, 10, 20, 40, 60, 60, 60,
    ]);
    expect(states()).toEqual(['no-such-profile']);
  });

  it('begins with short pauses again after an attempt that held for a second', async () => {
    const now = jest.spyOn(ownTime, 'elapsed');
    outlook.removeProfile('Work');
    subscribe();
    await pauseTaken(1);
    pass(pauses[0]!);
    await pauseTaken(2);
    for (const [held, pause] of [
      [999, 20_000],
      [1_000, 5_000],
    ] as const) {
      outlook.addProfile('Work');
      const count = pauses.length;
      now.mockReturnValue(1_000_000);
      await eventually(() => told.at(-1)?.state === 'online', 'it is back');
      now.mockReturnValue(1_000_000 + held);
      outlook.removeProfile('Work');
      await eventually(() => pauses.length > count, 'it pauses');
      expect(pauses.at(-1)?.milliseconds).toBe(pause);
    }
  });

  it('does not wait for the end of a pause when a server comes', async () => {
    outlook.failNext('open', failure.eFail, 'Work');
    subscribe();
    await pauseTaken(1);
    for (const changed of [...environment().table.placeWatchers]) changed();
    await hears('failed', 'online');
    expect(pauses[0]?.cancelled).toBe(true);
  });

  it('does not pause when something has happened in the place since the attempt began', async () => {
    const hold = outlook.holdNext('open', 'Work');
    outlook.failNext('getCapabilities', failure.eFail, 'Work');
    subscribe();
    await hold.entered;
    for (const changed of [...environment().table.placeWatchers]) changed();
    hold.release();
    await hears('failed', 'online');
    expect(pauses).toEqual([]);
  });

  it('pauses no longer than a poll where there is no watch', async () => {
    const { binary } = environment();
    const watchPlace = jest.spyOn(binary, 'watchPlace').mockReturnValue(false);
    outlook.removeProfile('Work');
    subscribe();
    for (let i = 0; i < 3; ++i) {
      await pauseTaken(i + 1);
      pass(pauses[i]!);
    }
    await pauseTaken(4);
    watchPlace.mockRestore();
    expect(pauses.map(({ milliseconds }) => milliseconds)).toEqual(Array(4).fill(5_000));
  });

  it('lets the process go when nothing can change any more', async () => {
    const { binary, table } = environment();
    const available = jest.spyOn(binary, 'available').mockReturnValue(false);
    subscribe();
    await hears('online');
    expect(table.keptAlive).toBe(1);
    outlook.removeProfile('Work');
    await hears('online', 'gone', 'closing');
    expect([table.keptAlive, subscription.closed]).toEqual([0, false]);
    available.mockRestore();
  });

  it('says that it is neither, and comes back from it', async () => {
    subscribe();
    await hears('online');
    await outlook.settled();
    const change = { type: 2, previous: 2, current: 1 };
    outlook.setRawState('Work', 0);
    await outlook.notifyRaw('Work', { ...change, current: 0 });
    await hears('online', 'neither');
    outlook.setRawState('Work', 1);
    await outlook.notifyRaw('Work', { ...change, previous: 0 });
    await hears('online', 'neither', 'offline');
    expect(told[1]).toMatchObject({ state: 'unknown', reason: 'neither', backend: 'embedded' });
    expect(pauses).toEqual([]);
  });

  it('says that Outlook has no Exchange connection, over which it knows no state', async () => {
    const noExchange = 0x80;
    subscribe();
    await hears('online');
    await outlook.settled();
    outlook.setRawState('Work', noExchange);
    await outlook.notifyRaw('Work', { type: 2, previous: 2, current: noExchange });
    await hears('online', 'no-exchange');
    outlook.setRawState('Work', 0);
    await outlook.notifyRaw('Work', { type: 2, previous: noExchange, current: 0 });
    await hears('online', 'no-exchange', 'neither');
    expect(told[1]).toMatchObject({ state: 'unknown', backend: 'embedded' });
    expect(told[2]).toMatchObject({ since: told[1]?.since });
  });

  it('says how a call failed, and goes on', async () => {
    outlook.failNext('getCapabilities', failure.eFail, 'Work');
    subscribe();
    await hears('failed');
    await pauseTaken(1);
    outlook.failNext('advise', failure.outOfMemory, 'Work');
    pass(pauses[0]!);
    await hears('failed', 'limit');
    await pauseTaken(2);
    pass(pauses[1]!);
    await hears('failed', 'limit', 'online');
  });

  it('asks whether there is an Outlook before it says that an object was gone at once', async () => {
    outlook.failNext('advise', failure.deleted, 'Work');
    subscribe();
    await hears('online');
    expect(pauses).toEqual([]);
  });

  it('says that the object is gone when that happens again', async () => {
    outlook.failNext('advise', failure.deleted, 'Work');
    outlook.failNext('advise', failure.deleted, 'Work');
    subscribe();
    await hears('gone');
    await pauseTaken(1);
    pass(pauses[0]!);
    await hears('gone', 'online');
  });

  it('waits for an Outlook that does not answer, until it does', async () => {
    const hold = outlook.holdNext('open', 'Work');
    subscription = connectionStatus$('Work', { ...options, timeout: 20 }).subscribe((status) =>
      told.push(status),
    );
    await hold.entered;
    await hears('not-answering');
    hold.release();
    await hears('not-answering', 'online');
    await outlook.settled();
    expect(outlook.registrations()).toBe(1);
  });

  it.each(['online', 'gone', 'no-such-profile'])(
    'ends at once when it is left on hearing %s',
    async (last) => {
      subscribe(({ state, reason }) => {
        if ((reason ?? state) === last) subscription.unsubscribe();
        else if (state === 'online') outlook.removeProfile('Work');
      });
      await eventually(() => subscription.closed, 'it was left');
      const heard = told.length;
      await outlook.settled();
      await new Promise(setImmediate);
      expect(told).toHaveLength(heard);
      expect(diagnostics().registrations).toBe(0);
    },
  );

  it('may be subscribed to again in next, and left twice', async () => {
    const again: string[] = [];
    let second: Subscription | undefined;
    subscribe(() => {
      second ??= connectionStatus$('Work', options).subscribe(({ state }) => again.push(state));
    });
    await eventually(() => again.length === 1, 'the second hears');
    second?.unsubscribe();
    second?.unsubscribe();
    expect(diagnostics().registrations).toBe(1);
  });

  it('holds the process while it waits, and without ref never', async () => {
    outlook.removeProfile('Work');
    const { table } = environment();
    const unreferenced = connectionStatus$('Work', { ...options, ref: false }).subscribe();
    await pauseTaken(1);
    expect(table.keptAlive).toBe(0);
    subscribe();
    await pauseTaken(2);
    expect(table.keptAlive).toBe(1);
    unreferenced.unsubscribe();
  });

  it('does nothing before it is subscribed to', () => {
    connectionStatus$('Work', options);
    expect(outlook.counters()).toMatchObject({ advises: 0, callingThreads: 0 });
  });
});
