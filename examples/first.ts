import { connectionState$, debounceConnectionState } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

const outlook = embeddedOutlook({ profiles: ['Work'] });
const subscription = connectionState$('Work', { backend: 'embedded' })
  .pipe(debounceConnectionState({ offline: 500 }))
  .subscribe((state) => {
    console.log(`Work is ${state}`);
  });

await outlook.settled();
await outlook.play([
  { profile: 'Work', state: 'offline' }, // back at once: not worth a message
  { profile: 'Work', state: 'online', at: 100 },
  { profile: 'Work', state: 'offline', at: 500 },
  { profile: 'Work', state: 'online', at: 1_500 },
]);
subscription.unsubscribe();
outlook.close();
