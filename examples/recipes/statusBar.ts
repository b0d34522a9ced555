// A status-bar item for the accounts of a profile that does not flicker: node dist/examples/recipes/statusBar.js
import {
  distinctUntilChanged,
  filter,
  firstValueFrom,
  map,
  type Observable,
  scan,
  Subject,
} from 'rxjs';
import {
  type Account,
  accounts$,
  type ConnectionStatesSummary,
  type ConnectionState,
  debounceConnectionState,
  mergeConnectionStates,
} from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

/**
 * An outage counts after it has lasted for a second, and so does its end; an account that flaps all the
 * time is reported after five. One operator for all accounts: they share its timers.
 */
const settled = debounceConnectionState({ offline: 1_000, online: 1_000, maxWait: 5_000 });

type Summary = ConnectionStatesSummary<Account>;

function textOf({ states, unknown, overall, online, total }: Summary): string {
  if (overall === 'online') return 'All accounts are online';
  if (unknown > 0) return 'Looking for Outlook…';
  const away = [...states].filter(([, state]) => state === 'offline').map(([{ name }]) => name);
  return `Offline: ${away.join(', ')} (${online} of ${total} are online)`;
}

const outlook = embeddedOutlook({ profiles: { Work: ['anna', 'team', 'club'] } });

/**
 * An account that stays keeps its source, so that it is not subscribed again. By the account and not by its
 * name: a renamed one stays as well.
 */
const sources$ = accounts$('Work', { backend: 'embedded' }).pipe(
  scan(
    (known, accounts) =>
      new Map(
        [...accounts.values()].map((account) => [
          account,
          known.get(account) ?? account.status$.pipe(settled),
        ]),
      ),
    new Map<Account, Observable<ConnectionState | 'unknown'>>(),
  ),
);
const text$ = mergeConnectionStates(sources$).pipe(map(textOf), distinctUntilChanged());

const shown$ = new Subject<string>();
const shows = (text: string): Promise<string> =>
  firstValueFrom(shown$.pipe(filter((shown) => shown === text)));

shown$.subscribe((text) => console.log(text));
const subscription = text$.subscribe(shown$);
await shows('All accounts are online');
// Back before anyone needs to know.
await outlook.play([
  { profile: 'Work', account: 'team', state: 'offline' },
  { profile: 'Work', account: 'team', state: 'online' },
]);
await outlook.setState('Work', 'offline', { account: 'anna' });
await shows('Offline: anna (2 of 3 are online)');
const isBack = shows('All accounts are online');
await outlook.setState('Work', 'online', { account: 'anna' });
await isBack;

subscription.unsubscribe();
await outlook.settled();
console.log(`registrations left: ${outlook.registrations()}`);
outlook.close();
