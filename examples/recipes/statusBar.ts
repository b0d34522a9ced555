// A status-bar item for several accounts that does not flicker: node dist/examples/recipes/statusBar.js
import { distinctUntilChanged, filter, firstValueFrom, map, Subject } from 'rxjs';
import {
  connectionStatus$,
  type ConnectionStatesSummary,
  debounceConnectionState,
  mergeConnectionStates,
} from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

/**
 * An outage counts after it has lasted for a second, and so does its end; an account that flaps all the
 * time is reported after five. One operator for all accounts: they share its timers.
 */
const settled = debounceConnectionState({ offline: 1_000, online: 1_000, maxWait: 5_000 });

function textOf({ states, unknown, overall, online, total }: ConnectionStatesSummary): string {
  if (overall === 'online') return 'All accounts are online';
  if (unknown > 0) return 'Looking for Outlook…';
  const away = [...states].filter(([, state]) => state === 'offline').map(([name]) => name);
  return `Offline: ${away.join(', ')} (${online} of ${total} are online)`;
}

const outlook = embeddedOutlook({ profiles: ['Work', 'Home', 'Club'] });

const accounts = new Map(
  outlook.profiles.map((profile) => [
    profile,
    connectionStatus$(profile, { backend: 'embedded' }).pipe(settled),
  ]),
);
const text$ = mergeConnectionStates(accounts).pipe(map(textOf), distinctUntilChanged());

const shown$ = new Subject<string>();
const shows = (text: string): Promise<string> =>
  firstValueFrom(shown$.pipe(filter((shown) => shown === text)));

shown$.subscribe((text) => console.log(text));
const subscription = text$.subscribe(shown$);
await shows('All accounts are online');
// Back before anyone needs to know.
await outlook.play([
  { profile: 'Home', state: 'offline' },
  { profile: 'Home', state: 'online' },
]);
await outlook.setState('Work', 'offline');
await shows('Offline: Work (2 of 3 are online)');
const isBack = shows('All accounts are online');
await outlook.setState('Work', 'online');
await isBack;

subscription.unsubscribe();
await outlook.settled();
console.log(`registrations left: ${outlook.registrations()}`);
outlook.close();
