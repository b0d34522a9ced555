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
    // The pauses pass by leaps, which no question under way is to take for its time limit.
    const source = { backend: 'embedded', timeout: 2 ** 31 - 1 } as const;
    subscription = availableProfiles$(source, NEVER, (what) => complaints.push(what)).subscribe(
      (name) => named.push(name),
    );
  });
  afterEach(() => {
    subscription.unsubscribe();
    jest.useRealTimers();
    outlook.close();
  });

  /** Others may be asking, too, with timers of their own: so time passes until it is as it should be. */
  const passing = (milliseconds: number, isSo: () => boolean, what: string): Promise<void> =>
    eventually(() => {
      jest.advanceTimersByTime(milliseconds);
      return isSo();
    }, what);

  it('are asked for until there are some, and then for those that are made later', async () => {
    await eventually(() => complaints.length === 1, 'it waits');
    outlook.addProfile('Work');
    await passing(2_000, () => named.includes('Work'), 'one is there');
    outlook.addProfile('Home');
    await passing(30_000, () => named.includes('Home'), 'another one is there');
    expect(complaints).toHaveLength(1);
  }, 60_000);
});
