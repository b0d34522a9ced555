// Alert on flapping: node dist/examples/recipes/flappingAlert.js
import {
  distinctUntilKeyChanged,
  filter,
  map,
  merge,
  type Observable,
  skip,
  takeWhile,
} from 'rxjs';
import {
  type ConnectionStatus,
  connectionStatus$,
  detectFlapping,
  shareConnectionState,
  withDuration,
} from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

/**
 * Emits one alert when an account has changed more than four times within a minute, and one all-clear when
 * it has then not changed for two seconds (in production, ten minutes); nothing in between, however long
 * that is.
 */
function alerts(account: string, status$: Observable<ConnectionStatus>): Observable<string> {
  return status$.pipe(
    detectFlapping({ window: 60_000, transitions: 4, settle: 2_000 }),
    distinctUntilKeyChanged('flapping'),
    skip(1), // the first state is no news
    map(({ state, flapping }) =>
      flapping ? `${account} is flapping` : `${account} is stable again: ${state}`,
    ),
  );
}

/** Emits a line for the log at the end of each outage. */
function outages(account: string, status$: Observable<ConnectionStatus>): Observable<string> {
  return status$.pipe(
    withDuration(),
    filter(({ previous }) => previous?.state === 'offline'),
    map(({ previous }) => `${account} was offline for ${previous?.duration ?? 0} ms`),
  );
}

const outlook = embeddedOutlook({ profiles: ['Work'] });
const work$ = connectionStatus$('Work', { backend: 'embedded' }).pipe(shareConnectionState());
const told = merge(alerts('Work', work$), outages('Work', work$))
  .pipe(takeWhile((line) => !line.includes('stable'), true))
  .forEach((line) => console.log(line));
await outlook.settled();

for (let outage = 1; outage <= 5; ++outage) {
  await outlook.setState('Work', 'offline');
  await outlook.setState('Work', 'online');
}
await told;

await outlook.settled();
console.log(`registrations left: ${outlook.registrations()}`);
outlook.close();
