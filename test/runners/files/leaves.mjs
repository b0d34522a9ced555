// Leaves its profile, with a registration: other files have one of the same name.
import { deepEqual } from 'node:assert/strict';
import { connectionState$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { test } from './runner.mjs';

test('__file__ ends without close()', async () => {
  const outlook = embeddedOutlook({ profiles: ['Work'] });
  const seen = [];
  connectionState$('Work', { backend: 'embedded', ref: false }).subscribe((state) =>
    seen.push(state),
  );
  await outlook.setState('Work', 'offline');
  await outlook.settled();
  deepEqual(seen.at(-1), 'offline');
});
