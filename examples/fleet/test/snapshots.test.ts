import { firstValueFrom, filter, ReplaySubject, scan, type Subscription } from 'rxjs';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { snapshots$, type Snapshot } from '../agent/snapshots.js';

const text = (snapshot: Snapshot): string =>
  snapshot
    .map(
      ([{ profile, account }, { state }]) =>
        `${[profile, account].filter(Boolean).join('/')} ${state}`,
    )
    .join(', ');

let outlook: EmbeddedOutlook;
let subscription: Subscription;
afterEach(() => {
  subscription.unsubscribe();
  outlook.close();
});

describe('the snapshots of a machine', () => {
  it('have every profile and account, and follow accounts that come, go and change', async () => {
    outlook = embeddedOutlook({ profiles: { Work: ['alice'], Home: [] } });
    const seen$ = new ReplaySubject<string[]>(1);
    subscription = snapshots$({ backend: 'embedded' })
      .pipe(scan((all: string[], one) => [...all, text(one)], []))
      .subscribe(seen$);
    const until = async (wanted: string): Promise<void> => {
      await firstValueFrom(seen$.pipe(filter((all) => all.at(-1) === wanted)));
    };
    await until('Home online, Work online, Work/alice online');
    await outlook.setState('Work', 'offline', { account: 'alice' });
    await until('Home online, Work online, Work/alice offline');
    outlook.addAccount('Work', 'bob');
    await until('Home online, Work online, Work/alice offline, Work/bob online');
    outlook.removeAccount('Work', 'alice');
    await until('Home online, Work online, Work/bob online');
  });

  it('keep the subscription of an account that stays while another one comes', async () => {
    outlook = embeddedOutlook({ profiles: { Work: ['alice'] } });
    const seen$ = new ReplaySubject<Snapshot>(1);
    subscription = snapshots$({ profiles: ['Work'], backend: 'embedded' }).subscribe(seen$);
    await firstValueFrom(seen$.pipe(filter(({ length }) => length === 2)));
    const { advises } = outlook.counters('Work', { account: 'alice' });
    outlook.addAccount('Work', 'bob');
    await firstValueFrom(seen$.pipe(filter(({ length }) => length === 3)));
    expect(outlook.counters('Work', { account: 'alice' })).toMatchObject({ advises });
  });
});
