import {
  accounts$,
  connectionState$,
  connectionStateChange$,
  connectionStatus$,
  mergeConnectionStates,
  type Account,
  type ConnectionStateChange,
  openOfflineObject,
} from 'rx-outlook';
import { type EmbeddedOutlook, embeddedOutlook } from 'rx-outlook/testing';
import { from } from 'rxjs';

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
});
