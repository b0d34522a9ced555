import { connectionStatus$, type ConnectionStatus } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { eventually } from '../contract/tools.js';

describe('the time of day of connectionStatus$', () => {
  const timeOfDay = Date.now.bind(Date);

  it('is by one clock, also while a test has faked the year 2000', async () => {
    const outlook = embeddedOutlook({ profiles: ['Work'] });
    const told: ConnectionStatus[] = [];
    const times = [timeOfDay()];
    jest.useFakeTimers({ now: Date.UTC(2000, 0, 1) });
    const subscription = connectionStatus$('Work', { backend: 'embedded' }).subscribe((status) => {
      told.push(status);
    });
    try {
      await outlook.settled();
      await outlook.setState('Work', 'offline');
      outlook.removeProfile('Work');
      await outlook.settled();
      expect(Date.now()).toBe(Date.UTC(2000, 0, 1));
    } finally {
      jest.useRealTimers();
    }
    await eventually(() => told.length >= 3, 'it is unknown');
    subscription.unsubscribe();
    outlook.close();
    expect(told.map(({ state }) => state).slice(0, 3)).toEqual(['online', 'offline', 'unknown']);
    times.push(...told.map(({ since }) => since), timeOfDay());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
