import { deepEqual, equal } from 'node:assert/strict';
import { connectionState$, connectionStatus$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { test } from './runner.mjs';

const options = { backend: 'embedded' };

test('__file__ closes before it unsubscribes, and no error comes', async () => {
  const outlook = embeddedOutlook({ profiles: ['Work'] });
  const made = connectionState$('Work', options).subscribe();
  await outlook.settled();
  const begun = connectionState$('Work', options).subscribe();
  outlook.close();
  await outlook.settled();
  equal(outlook.registrations(), 0);
  made.unsubscribe();
  begun.unsubscribe();
});

test('__file__ has the status back with the next outlook', async () => {
  const heard = [];
  const first = embeddedOutlook({ profiles: ['Work'] });
  const subscription = connectionStatus$('Work', options).subscribe(({ state, reason }) =>
    heard.push(reason ?? state),
  );
  await first.settled();
  first.close();
  const next = embeddedOutlook({ profiles: ['Work'] });
  await next.settled();
  deepEqual(heard, ['online', 'no-such-profile', 'online']);
  subscription.unsubscribe();
  next.close();
});
