import { connect, merge, NEVER, of, type Subscription } from 'rxjs';
import { connectionStatus$ } from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { listedAccounts$ } from '../../cli/listedAccounts.js';
import { eventually } from '../contract/tools.js';

const options = { backend: 'embedded' } as const;
const accountsUnavailable = 0xa004_020e;

describe('the accounts of a profile that is watched', () => {
  let outlook: EmbeddedOutlook;
  let subscription: Subscription | undefined;
  let sets: string[][];
  let complaints: string[];
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: { Work: ['alice'] } });
    sets = [];
    complaints = [];
  });
  afterEach(async () => {
    subscription?.unsubscribe();
    await outlook.settled();
    expect(outlook.registrations()).toBe(0);
    outlook.close();
  });

  const watch = async (profile = 'Work'): Promise<void> => {
    subscription = connectionStatus$(profile, options)
      .pipe(
        connect((status$) =>
          merge(
            NEVER,
            listedAccounts$(profile, options, status$, (what) => complaints.push(what)),
          ),
        ),
      )
      .subscribe((set) => sets.push([...set.keys()]));
    await outlook.settled();
  };

  it('are listed again when the profile comes back', async () => {
    await watch();
    await eventually(() => sets.length === 1, 'the list');
    outlook.removeProfile('Work');
    await outlook.settled();
    outlook.addProfile('Work');
    outlook.addAccount('Work', 'bob');
    await eventually(() => sets.length === 2, 'the next list');
    expect({ sets, complaints }).toEqual({ sets: [['alice'], ['bob']], complaints: [] });
  });

  it('are waited for where the profile comes later', async () => {
    await watch('Home');
    expect(sets).toEqual([]);
    outlook.addProfile('Home');
    await eventually(() => sets.length === 1, 'the list');
    expect({ sets, complaints }).toEqual({ sets: [[]], complaints: [] });
  });

  it('are not asked for again where the backend has none, until the profile comes back', async () => {
    outlook.failNext('listAccounts', accountsUnavailable, 'Work');
    await watch();
    await eventually(() => complaints.length > 0, 'the complaint');
    expect({ sets, complaints }).toEqual({
      sets: [],
      complaints: ['This backend has no accounts (no-accounts). Only profiles are shown.'],
    });
    outlook.removeProfile('Work');
    await outlook.settled();
    outlook.addProfile('Work');
    await eventually(() => sets.length > 0, 'the list');
    expect(sets).toEqual([[]]);
    expect(complaints).toHaveLength(1);
  });

  it('are asked for again after a pause when listing fails, which is reported', async () => {
    outlook.failNext('listAccounts', 0x8000_4005, 'Work');
    await watch();
    expect({ sets, complaints }).toEqual({ sets: [], complaints: [] });
    await eventually(() => sets.length > 0, 'the list');
    expect({ sets, complaints }).toEqual({
      sets: [['alice']],
      complaints: [expect.stringMatching(/^The accounts of Work cannot be listed \(failed\): /)],
    });
  }, 30_000);

  it('are listed where the state of the profile is neither online nor offline', async () => {
    const status$ = of({
      state: 'unknown',
      reason: 'neither',
      since: 0,
      backend: 'embedded',
    } as const);
    subscription = listedAccounts$(
      'Work',
      options,
      merge(status$, NEVER),
      () => undefined,
    ).subscribe((set) => sets.push([...set.keys()]));
    await eventually(() => sets.length > 0, 'the list');
    expect(sets).toEqual([['alice']]);
  });
});
