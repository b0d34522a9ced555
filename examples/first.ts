import { connectionState$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

const outlook = embeddedOutlook({ profiles: ['Work'] });
const work$ = connectionState$('Work', { backend: 'embedded' });
const subscription = work$.subscribe((state) => console.log(`Work is ${state}`));
await outlook.settled();
await outlook.setState('Work', 'offline');
subscription.unsubscribe();
outlook.close();
