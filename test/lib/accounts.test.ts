import { inspect } from 'node:util';
import { accounts$, mergeConnectionStates, type Account } from 'rx-outlook';
import { type EmbeddedOutlook, embeddedOutlook } from 'rx-outlook/testing';
import { from } from 'rxjs';
import { environment } from '../../lib/environment.js';

const options = { backend: 'embedded' } as const;
let outlook: EmbeddedOutlook;
beforeEach(() => {
  outlook = embeddedOutlook({ profiles: { Work: ['alice', 'team'], Empty: [] } });
});
afterEach(async () => {
  outlook.close();
  await outlook.settled();
});

/** Subscribes and keeps each set; `settle` waits for a set that is on its way. */
function watch(profile = 'Work') {
  const sets: ReadonlyMap<string, Account>[] = [];
  const errors: unknown[] = [];
  const subscription = accounts$(profile, options).subscribe({
    next: (set) => sets.push(set),
    error: (error: unknown) => errors.push(error),
  });
  return { sets, errors, subscription, names: () => sets.map((set) => [...set.keys()]) };
}

describe('accounts$', () => {
  it('emits the present set, and a new one for each change of it', async () => {
    const { names, subscription } = watch();
    await outlook.settled();
    expect(names()).toEqual([['alice', 'team']]);
    expect(outlook.addAccount('Work', 'bob', { type: 'imap' })).toBe('bob');
    await outlook.settled();
    outlook.removeAccount('Work', 'alice');
    await outlook.settled();
    expect(outlook.renameAccount('Work', 'bob', 'robert')).toBe('robert');
    await outlook.settled();
    expect(names()).toEqual([
      ['alice', 'team'],
      ['alice', 'team', 'bob'],
      ['team', 'bob'],
      ['team', 'robert'],
    ]);
    subscription.unsubscribe();
    outlook.addAccount('Work', 'late');
    await outlook.settled();
    expect(names()).toHaveLength(4);
  });

  it('makes one Advise on the profile for each subscription, and none on an account', async () => {
    const { subscription } = watch();
    watch().subscription.unsubscribe();
    await outlook.settled();
    outlook.addAccount('Work', 'bob');
    await outlook.settled();
    expect(outlook.counters('Work')).toMatchObject({ advises: 2, registrations: 1 });
    expect(outlook.counters('Work', { account: 'alice' }).advises).toBe(0);
    subscription.unsubscribe();
    await outlook.settled();
    expect(outlook.counters()).toMatchObject({ registrations: 0, references: 0 });
  });

  it('keeps the object of an account that stays, also through a rename', async () => {
    const { sets, subscription } = watch();
    await outlook.settled();
    outlook.removeAccount('Work', 'alice');
    outlook.renameAccount('Work', 'team', 'group');
    await outlook.settled();
    const [first, ...others] = sets;
    const team = first!.get('team')!;
    expect(others.at(-1)!.get('group')).toBe(team);
    expect([team.name, team.type]).toEqual(['group', 'other']);
    subscription.unsubscribe();
  });

  it('makes a new object for an account that was removed and added again', async () => {
    const { sets, subscription } = watch();
    await outlook.settled();
    outlook.removeAccount('Work', 'alice');
    outlook.addAccount('Work', 'alice', { type: 'exchange' });
    await outlook.settled();
    const [before, after] = [sets[0]!.get('alice')!, sets.at(-1)!.get('alice')!];
    expect(after).not.toBe(before);
    expect(after.type).toBe('exchange');
    subscription.unsubscribe();
  });

  it('gives two accounts of one name a unique name each', async () => {
    expect(outlook.addAccount('Work', 'alice')).toBe('alice (2)');
    const { names, subscription } = watch();
    await outlook.settled();
    expect(names()).toEqual([['alice', 'team', 'alice (2)']]);
    subscription.unsubscribe();
  });

  it('emits an empty Map for a profile without accounts', async () => {
    const { names, subscription } = watch('Empty');
    await outlook.settled();
    expect(names()).toEqual([[]]);
    subscription.unsubscribe();
  });

  it('is silent after unsubscribe, though a list is on its way', async () => {
    const { sets, subscription } = watch();
    await outlook.settled();
    const hold = outlook.holdNext('listAccounts', 'Work');
    outlook.addAccount('Work', 'bob');
    await hold.entered;
    subscription.unsubscribe();
    hold.release();
    await outlook.settled();
    expect(sets).toHaveLength(1);
  });

  it('holds the event loop no longer than its subscription, though a list is on its way', async () => {
    const hold = outlook.holdNext('listAccounts', 'Work');
    const { subscription } = watch();
    await hold.entered;
    const { table } = environment();
    expect(table.keptAlive).toBe(1);
    subscription.unsubscribe();
    expect(table.keptAlive).toBe(0);
    hold.release();
    await outlook.settled();
  });

  it('makes one new set of the changes during one request', async () => {
    const { names, subscription } = watch();
    await outlook.settled();
    const hold = outlook.holdNext('listAccounts', 'Work');
    outlook.addAccount('Work', 'bob');
    await hold.entered;
    for (let i = 0; i < 100; ++i) outlook.addAccount('Work', `more ${String(i)}`);
    hold.release();
    await outlook.settled();
    expect(names().length).toBeLessThanOrEqual(3);
    expect(names().at(-1)).toHaveLength(103);
    subscription.unsubscribe();
  });

  it('emits nothing for changes that leave the list as it was', async () => {
    const { sets, subscription } = watch();
    await outlook.settled();
    const hold = outlook.holdNext('listAccounts', 'Work');
    outlook.renameAccount('Work', 'team', 'group');
    await hold.entered;
    outlook.renameAccount('Work', 'group', 'team');
    hold.release();
    await outlook.settled();
    expect(sets).toHaveLength(1);
    subscription.unsubscribe();
  });

  it('errors when its profile is removed, and when there is none', async () => {
    const { errors } = watch();
    const none = watch('Nobody');
    await outlook.settled();
    outlook.removeProfile('Work');
    await outlook.settled();
    expect(errors).toMatchObject([{ code: 'ERR_OFFLINE_OBJECT_GONE', profile: 'Work' }]);
    expect(none.errors).toMatchObject([{ code: 'MAPI_E_NOT_FOUND', profile: 'Nobody' }]);
  });

  it('errors with what listing fails with, and is gone where its profile is', async () => {
    outlook.failNext('listAccounts', 0x80004005, 'Work');
    outlook.failNext('listAccounts', 0x8004010f, 'Empty');
    const [failed, gone] = [watch('Work'), watch('Empty')];
    await outlook.settled();
    expect(failed.errors).toMatchObject([
      { code: 'E_FAIL', operation: 'accounts', profile: 'Work' },
    ]);
    expect(gone.errors).toMatchObject([{ code: 'ERR_OFFLINE_OBJECT_GONE', profile: 'Empty' }]);
    await outlook.settled();
    expect(outlook.registrations()).toBe(0);
  });

  it('errors with ERR_TIMEOUT when listing takes longer than the time limit', async () => {
    const hold = outlook.holdNext('listAccounts', 'Work');
    const error = await new Promise((resolve) => {
      accounts$('Work', { ...options, timeout: 20 }).subscribe({ error: resolve });
    });
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT', operation: 'accounts', profile: 'Work' });
    hold.release();
    await outlook.settled();
    expect(outlook.counters()).toMatchObject({ registrations: 0, references: 0 });
  });

  it('ends without an event when the program closes the profile', async () => {
    const { sets, errors } = watch();
    await outlook.settled();
    outlook.close();
    await outlook.settled();
    expect([sets.length, errors]).toEqual([1, []]);
  });

  it('ignores the option account', async () => {
    const sets: unknown[] = [];
    const subscription = accounts$('Work', { ...options, account: 'nobody' }).subscribe((set) =>
      sets.push([...set.keys()]),
    );
    await outlook.settled();
    expect(sets).toEqual([['alice', 'team']]);
    subscription.unsubscribe();
  });
});

describe('an account of the list', () => {
  async function account(name = 'alice') {
    const { sets, subscription } = watch();
    await outlook.settled();
    return { account: sets[0]!.get(name)!, subscription };
  }

  it('is a source of its status, and shows its name and type', async () => {
    const { account: alice, subscription } = await account();
    const seen: unknown[] = [];
    subscription.add(from(alice).subscribe(({ state }) => seen.push(['from', state])));
    subscription.add(alice.status$.subscribe(({ state }) => seen.push(['status$', state])));
    await outlook.settled();
    await outlook.setState('Work', 'offline', { account: 'alice' });
    expect(seen).toEqual([
      ['from', 'online'],
      ['status$', 'online'],
      ['from', 'offline'],
      ['status$', 'offline'],
    ]);
    expect(inspect(alice)).toBe("Account { name: 'alice', type: 'other' }");
    expect(outlook.counters('Work', { account: 'alice' }).advises).toBe(2);
    subscription.unsubscribe();
  });

  it('is followed through a rename, and opened by its new name', async () => {
    const { account: alice, subscription } = await account();
    const seen: unknown[] = [];
    const first = alice.status$.subscribe(({ state }) => seen.push(state));
    await outlook.settled();
    outlook.renameAccount('Work', 'alice', 'alison');
    await outlook.settled();
    await outlook.setState('Work', 'offline', { account: 'alison' });
    first.unsubscribe();
    const second = alice.status$.subscribe(({ state }) => seen.push(state));
    await outlook.settled();
    expect(seen).toEqual(['online', 'offline', 'offline']);
    second.unsubscribe();
    subscription.unsubscribe();
  });

  it('stays subscribed in a merge while the others come, go and are renamed', async () => {
    const seen: unknown[] = [];
    const subscription = mergeConnectionStates(accounts$('Work', options)).subscribe(
      ({ online, total, states }) => seen.push(`${online}/${total} ${[...states.keys()].join()}`),
    );
    await outlook.settled();
    outlook.addAccount('Work', 'bob');
    await outlook.settled();
    outlook.renameAccount('Work', 'team', 'group');
    await outlook.settled();
    outlook.removeAccount('Work', 'bob');
    await outlook.settled();
    await outlook.setState('Work', 'offline', { account: 'alice' });
    expect(seen.at(-1)).toBe('1/2 alice,group');
    expect(outlook.counters('Work', { account: 'alice' })).toMatchObject({ advises: 1 });
    expect(outlook.counters('Work', { account: 'group' })).toMatchObject({ advises: 1 });
    expect(outlook.counters('Work')).toMatchObject({ advises: 1 });
    subscription.unsubscribe();
    await outlook.settled();
    expect(outlook.counters()).toMatchObject({ registrations: 0, references: 0 });
  });
});
