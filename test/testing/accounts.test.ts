import { type EmbeddedOutlook, embeddedOutlook } from 'rx-outlook/testing';
import { connectionState$, connectionStateChange$, openOfflineObject } from 'rx-outlook';

const options = { backend: 'embedded' } as const;
const alice = { account: 'alice' };

describe('the accounts of an embedded Outlook', () => {
  let outlook: EmbeddedOutlook;
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: { Work: ['alice', 'team'], Home: [] } });
  });
  afterEach(async () => {
    outlook.close();
    await outlook.settled();
    expect(outlook.counters()).toMatchObject({ registrations: 0, references: 0 });
  });

  function follow(account: string): readonly string[] {
    const states: string[] = [];
    connectionState$('Work', { ...options, account }).subscribe({
      next: (state) => states.push(state),
      error: (error: unknown) => states.push((error as { code: string }).code),
    });
    return states;
  }

  it('are listed by profile, in their order, with the names that they have now', () => {
    expect(outlook.profiles).toEqual(['Work', 'Home']);
    expect(outlook.addAccount('Work', 'alice')).toBe('alice (2)');
    expect(outlook.renameAccount('Work', 'team', 'alice')).toBe('alice (3)');
    outlook.removeAccount('Work', 'alice');
    expect(outlook.accounts('Work')).toEqual(['alice (3)', 'alice (2)']);
    expect(outlook.accounts('Home')).toEqual([]);
  });

  it('follow their profile, and have their own state again with it', async () => {
    const [one, other] = [follow('alice'), follow('team')];
    await outlook.settled();
    await outlook.setState('Work', 'offline', alice);
    await outlook.setState('Work', 'offline');
    await outlook.setState('Work', 'online');
    expect([one, other]).toEqual([
      ['online', 'offline'],
      ['online', 'offline', 'online'],
    ]);
  });

  it('remember a change that is made while their profile is offline', async () => {
    const states = follow('alice');
    await outlook.settled();
    await outlook.setState('Work', 'offline');
    await outlook.setState('Work', 'offline', alice);
    await outlook.setState('Work', 'online');
    expect(states).toEqual(['online', 'offline']);
    await outlook.setState('Work', 'online', alice);
    expect(states).toEqual(['online', 'offline', 'online']);
  });

  it('are played by a script, each at its time', async () => {
    const [one, other] = [follow('alice'), follow('team')];
    await outlook.settled();
    await outlook.play([
      { at: 0, profile: 'Work', account: 'alice', state: 'offline' },
      { at: 5, profile: 'Work', account: 'team', state: 'offline' },
      { at: 10, profile: 'Work', account: 'alice', state: 'online' },
    ]);
    expect([one, other]).toEqual([
      ['online', 'offline', 'online'],
      ['online', 'offline'],
    ]);
  });

  it('drop a change that a script has in the future when they are removed before it', async () => {
    const states = follow('alice');
    await outlook.settled();
    const played = outlook.play([{ at: 60_000, profile: 'Work', ...alice, state: 'offline' }]);
    outlook.removeAccount('Work', 'alice');
    await played;
    expect(states).toEqual(['online', 'ERR_OFFLINE_OBJECT_GONE']);
  });

  it('are gone at once when they are removed during a change that is held', async () => {
    const states = follow('alice');
    await outlook.settled();
    const hold = outlook.holdNext('change', 'Work', alice);
    const changed = outlook.setState('Work', 'offline', alice);
    await hold.entered;
    outlook.removeAccount('Work', 'alice');
    hold.release();
    await changed;
    await outlook.settled();
    expect(states).toEqual(['online', 'ERR_OFFLINE_OBJECT_GONE']);
  });

  it('fail, are held and flooded on their own', async () => {
    outlook.failNext('advise', 0x8000_4005, 'Work', alice);
    const [one, other] = [follow('alice'), follow('team')];
    await outlook.settled();
    expect([one, other]).toEqual([['E_FAIL'], ['online']]);
    const changes: unknown[] = [];
    const subscription = connectionStateChange$('Work', { ...options, ...alice }).subscribe(
      ({ account, current }) => changes.push([account, current]),
    );
    await outlook.settled();
    expect(await outlook.flood('Work', { changes: 3, ...alice }).done).toBe(3);
    expect(changes).toEqual([
      ['alice', 'offline'],
      ['alice', 'online'],
      ['alice', 'offline'],
    ]);
    expect(other).toEqual(['online']);
    subscription.unsubscribe();
  });

  it('have capabilities, raw states and calls in progress of their own', async () => {
    outlook.setCapabilities('Work', { online: true, offline: false }, alice);
    const object = await openOfflineObject('Work', { ...options, ...alice });
    expect(await object.capabilities()).toEqual({ online: true, offline: false });
    await expect(object.setCurrentState('offline')).rejects.toMatchObject({
      code: 'MAPI_E_NO_SUPPORT',
      account: 'alice',
    });
    outlook.setRawState('Work', 3, alice);
    expect(await object.currentState()).toBe('unknown');
    await object.close();
    const states = follow('team');
    await outlook.settled();
    outlook.duringUnadvise('Work', 'offline', { account: 'team' });
    outlook.duringAdvise('Work', 'offline', { account: 'team' });
    const late = follow('team');
    await outlook.settled();
    expect([states.at(-1), late.at(-1)]).toEqual(['offline', 'offline']);
  });

  it('are counted one by one, removed ones too, and with their profiles in all', async () => {
    follow('alice');
    follow('team');
    await outlook.settled();
    expect(outlook.registrations('Work', alice)).toBe(1);
    expect(outlook.registrations('Work')).toBe(0);
    expect(outlook.registrations()).toBe(2);
    outlook.removeAccount('Work', 'alice');
    await outlook.settled();
    expect(outlook.counters('Work', alice)).toMatchObject({ advises: 1, unadvises: 1 });
    outlook.addAccount('Work', 'alice');
    expect(outlook.counters('Work', alice)).toMatchObject({ advises: 0 });
    expect(outlook.counters()).toMatchObject({ advises: 2, unadvises: 1, registrations: 1 });
  });

  it('are counted in all after more of them were removed than have a name', async () => {
    for (let i = 0; i < 250; ++i) {
      const account = outlook.addAccount('Work', `passing ${String(i)}`);
      follow(account);
      await outlook.settled();
      outlook.removeAccount('Work', account);
    }
    await outlook.settled();
    expect(outlook.counters()).toMatchObject({ advises: 250, unadvises: 250, registrations: 0 });
    expect(outlook.counters('Work', { account: 'passing 249' }).advises).toBe(1);
    expect(() => outlook.counters('Work', { account: 'passing 0' })).toThrow(/"account" argument/);
  });

  it('are lost with their profile, which has none when it is added again', () => {
    outlook.removeProfile('Work');
    expect(() => outlook.addAccount('Work', 'bob')).toThrow(/has been removed.*addProfile/);
    expect(outlook.accounts('Work')).toEqual([]);
    expect(() => outlook.renameAccount('Work', 'alice', 'bob')).toThrow(
      /must be one of the profile's accounts/,
    );
    outlook.addProfile('Work');
    expect(outlook.accounts('Work')).toEqual([]);
  });

  it.each([
    [
      'an unknown account',
      () => outlook.removeAccount('Work', 'nobody'),
      /must be one of the profile's accounts/,
    ],
    [
      'an account of another profile',
      () => outlook.setState('Home', 'offline', alice),
      /the profile's accounts/,
    ],
    ['an empty name', () => outlook.addAccount('Work', ''), /must not be empty/],
    ['a number', () => outlook.renameAccount('Work', 'alice', 5 as never), /"name" argument/],
    [
      'an unknown type',
      () => outlook.addAccount('Work', 'bob', { type: 'fax' as never }),
      /must be one of exchange, imap/,
    ],
    [
      'accounts that are no array',
      () => embeddedOutlook({ profiles: { Other: 'alice' as never } }),
      /"options.profiles.Other" argument must be an array/,
    ],
    [
      'an account without its profile',
      () => outlook.failNext('open', 0x8000_4005, undefined, alice),
      /must come with its profile/,
    ],
    ['counters of it', () => outlook.counters(undefined, alice), /must come with its profile/],
    ['profiles that are text', () => embeddedOutlook({ profiles: 'Work' as never }), /a record/],
  ])('are refused with a TypeError: %s', (_, call, message) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  });

  it('are refused after close()', () => {
    outlook.close();
    expect(() => outlook.addAccount('Work', 'bob')).toThrow(/is closed/);
    expect(outlook.accounts('Work')).toEqual(['alice', 'team']);
  });
});
