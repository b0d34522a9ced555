// Copied: several files at once each have a profile of this name.
import { deepEqual, equal } from 'node:assert/strict';
import { connectionState$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { test } from './runner.mjs';

for (let round = 1; round <= 20; ++round) {
  test(`__file__ has a Work of its own, time ${round}`, async () => {
    const outlook = embeddedOutlook({ profiles: ['Work'] });
    try {
      const seen = [];
      const subscription = connectionState$('Work', { backend: 'embedded' }).subscribe((state) =>
        seen.push(state),
      );
      await outlook.settled();
      await outlook.setState('Work', 'offline');
      deepEqual(seen, ['online', 'offline']);
      subscription.unsubscribe();
      await outlook.settled();
      equal(outlook.counters('Work').advises, 1);
      equal(outlook.registrations(), 0);
    } finally {
      outlook.close();
    }
  });
}
