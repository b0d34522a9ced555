import { deepEqual } from 'node:assert/strict';
import { connectionState$, debounceConnectionState } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { clock, test } from './runner.mjs';

test('__file__ passes a delay on fake timers, while what is notified comes by itself', async () => {
  clock().install();
  const outlook = embeddedOutlook({ profiles: ['Work'] });
  try {
    const seen = [];
    const subscription = connectionState$('Work', { backend: 'embedded' })
      .pipe(debounceConnectionState({ offline: 5_000 }))
      .subscribe((state) => seen.push(state));
    await outlook.settled();
    await outlook.setState('Work', 'offline');
    clock().advance(4_999);
    deepEqual(seen, ['online']);
    clock().advance(1);
    deepEqual(seen, ['online', 'offline']);
    subscription.unsubscribe();
    await outlook.settled();
  } finally {
    outlook.close();
    clock().uninstall();
  }
});
