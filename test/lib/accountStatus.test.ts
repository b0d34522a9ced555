import { connectionStatus$, type ConnectionStatus } from 'rx-outlook';
import { type EmbeddedOutlook, embeddedOutlook } from 'rx-outlook/testing';
import { Subscription } from 'rxjs';
import { environment } from '../../lib/environment.js';
import { eventually } from '../contract/tools.js';
import { pausesOf, type Pause } from './pauses.js';

jest.mock('../../lib/later.js');

describe('connectionStatus$ of an account', () => {
  let outlook: EmbeddedOutlook;
  let pauses: readonly Pause[];
  let subscription: Subscription;
  beforeEach(() => {
    pauses = pausesOf();
    outlook = embeddedOutlook({ profiles: { Work: ['alice'] } });
    subscription = new Subscription();
  });
  afterEach(async () => {
    subscription.unsubscribe();
    jest.restoreAllMocks();
    await outlook.settled();
    expect(outlook.counters()).toMatchObject({ registrations: 0, references: 0 });
    const { table } = environment();
    expect([table.registrations, table.profileWatchers.size, table.keptAlive]).toEqual([0, 0, 0]);
    outlook.close();
  });

  /** Follows the account; `told` has the reasons, or the states where there are none. */
  function follow(account: string): readonly string[] {
    const told: string[] = [];
    const options = { backend: 'embedded', account } as const;
    subscription.add(
      connectionStatus$('Work', options).subscribe(({ state, reason }: ConnectionStatus) =>
        told.push(reason ?? state),
      ),
    );
    return told;
  }

  const hears = async (told: readonly string[], ...expected: string[]): Promise<void> => {
    await eventually(() => told.length >= expected.length, expected.join());
    expect(told).toEqual(expected);
  };

  /** As another thread or process would change it: nothing tells this one but the list. */
  const unannounced = (change: () => void): void => {
    const announced = jest.spyOn(environment(), 'added').mockImplementation();
    change();
    announced.mockRestore();
  };

  it('follows the account, not the profile, which takes it along when it goes offline', async () => {
    const told = follow('alice');
    await outlook.settled();
    await outlook.setState('Work', 'offline', { account: 'alice' });
    await outlook.setState('Work', 'offline');
    await outlook.setState('Work', 'online');
    await outlook.setState('Work', 'online', { account: 'alice' });
    await outlook.setState('Work', 'offline');
    await hears(told, 'online', 'offline', 'online', 'offline');
  });

  it('is no-such-account after its account was removed, and comes back with it', async () => {
    const told = follow('alice');
    await outlook.settled();
    outlook.removeAccount('Work', 'alice');
    await hears(told, 'online', 'gone', 'no-such-account');
    outlook.addAccount('Work', 'alice');
    await outlook.settled();
    expect(told).toEqual(['online', 'gone', 'no-such-account', 'online']);
  });

  it('waits for an account that gets its name by a rename', async () => {
    const told = follow('alison');
    await hears(told, 'no-such-account');
    outlook.renameAccount('Work', 'alice', 'alison');
    await outlook.settled();
    expect(told).toEqual(['no-such-account', 'online']);
  });

  it('hears from the list of an account that another thread adds, with one Advise for all that wait', async () => {
    const [bob, carol] = [follow('bob'), follow('carol')];
    await hears(bob, 'no-such-account');
    await hears(carol, 'no-such-account');
    await eventually(() => outlook.registrations('Work') === 1, 'it listens to the list');
    unannounced(() => outlook.addAccount('Work', 'bob'));
    await hears(bob, 'no-such-account', 'online');
    expect(carol).toEqual(['no-such-account']);
    expect(outlook.registrations('Work')).toBe(1);
    unannounced(() => outlook.addAccount('Work', 'carol'));
    await hears(carol, 'no-such-account', 'online');
    await outlook.settled();
    expect(outlook.registrations('Work')).toBe(0);
    expect(outlook.counters('Work').advises).toBe(1);
  });

  it('asks at once when the list has the account after all, and then after the pause', async () => {
    outlook.failNext('open', 0xa004_020f, 'Work', { account: 'alice' });
    outlook.failNext('open', 0xa004_020f, 'Work', { account: 'alice' });
    const told = follow('alice');
    await hears(told, 'no-such-account');
    // The second attempt failed as well: now only the pause, or a change of the list, ends the wait.
    await eventually(() => pauses.length === 2, 'a second pause');
    await outlook.settled();
    expect(told).toEqual(['no-such-account']);
    pauses[1]!.due();
    await hears(told, 'no-such-account', 'online');
  });

  it('hears from the list also when its account has gone twice at once', async () => {
    const told = follow('alice');
    await outlook.settled();
    for (let i = 0; i < 2; ++i) {
      unannounced(() => {
        outlook.removeAccount('Work', 'alice');
        outlook.addAccount('Work', 'alice');
      });
      await outlook.settled();
      await eventually(() => told.at(-1) === 'online', 'the account is followed again');
    }
    expect(pauses.every(({ cancelled }) => cancelled)).toBe(true);
  });

  it('tells at once that the profile of a missing account is removed or closed', async () => {
    const told = follow('bob');
    await eventually(() => outlook.registrations('Work') === 1, 'it listens to the list');
    outlook.removeProfile('Work');
    await hears(told, 'no-such-account', 'no-such-profile');
    outlook.addProfile('Work');
    await hears(told, 'no-such-account', 'no-such-profile', 'no-such-account');
    await eventually(() => outlook.registrations('Work') === 1, 'it listens to the next list');
    outlook.close();
    await hears(told, 'no-such-account', 'no-such-profile', 'no-such-account', 'no-such-profile');
    const next = embeddedOutlook({ profiles: { Work: ['bob'] } });
    await next.settled();
    expect(told.at(-1)).toBe('online');
    next.close();
    await next.settled();
  });

  it('waits for the profile where that is missing', async () => {
    outlook.removeProfile('Work');
    const told = follow('alice');
    await hears(told, 'no-such-profile');
    outlook.addProfile('Work');
    await outlook.settled();
    await hears(told, 'no-such-profile', 'no-such-account');
    outlook.addAccount('Work', 'alice');
    await outlook.settled();
    expect(told).toEqual(['no-such-profile', 'no-such-account', 'online']);
  });

  it('goes on with the pause when the list cannot be had', async () => {
    outlook.failNext('listAccounts', 0x8000_4005, 'Work');
    const told = follow('bob');
    await hears(told, 'no-such-account');
    await eventually(() => outlook.registrations('Work') === 0, 'the list has failed');
    unannounced(() => outlook.addAccount('Work', 'bob'));
    await outlook.settled();
    expect(told).toEqual(['no-such-account']);
    await eventually(() => pauses.length > 0, 'a pause');
    pauses[0]!.due();
    await hears(told, 'no-such-account', 'online');
  });

  it('is no-such-profile when the program closes the profile', async () => {
    const told = follow('alice');
    await outlook.settled();
    outlook.close();
    await outlook.settled();
    expect(told).toEqual(['online', 'no-such-profile']);
  });
});
