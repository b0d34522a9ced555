import { NEVER, type Subscription } from 'rxjs';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { availableProfiles$ } from '../../cli/profilesToWatch.js';
import { eventually } from '../contract/tools.js';

describe('the profiles that there are to watch', () => {
  let outlook: EmbeddedOutlook;
  let subscription: Subscription;
  const named: string[] = [];
  const complaints: string[] = [];
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: [] });
    jest.useFakeTimers({ doNotFake: ['performance', 'setImmediate', 'nextTick'] });
    subscription = availableProfiles$({ backend: 'embedded' }, NEVER, (what) =>
      complaints.push(what),
    ).subscribe((name) => named.push(name));
  });
  afterEach(() => {
    subscription.unsubscribe();
    jest.useRealTimers();
    outlook.close();
  });

  it('are asked for every 2 seconds until there are some, then twice a minute', async () => {
    await eventually(() => complaints.length === 1 && jest.getTimerCount() === 1, 'it waits');
    outlook.addProfile('Work');
    jest.advanceTimersByTime(2_000);
    await eventually(() => named.length === 1 && jest.getTimerCount() === 1, 'one is there');
    outlook.addProfile('Home');
    jest.advanceTimersByTime(29_999);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(1);
    await eventually(() => named.length === 3, 'another one is there');
    expect([...new Set(named)].sort()).toEqual(['Home', 'Work']);
    expect(complaints).toHaveLength(1);
  });
});
