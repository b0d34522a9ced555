import {
  connect,
  distinct,
  firstValueFrom,
  ignoreElements,
  map,
  merge,
  mergeMap,
  type MonoTypeOperatorFunction,
  type Observable,
  Subject,
  tap,
} from 'rxjs';
import { connectionStatus$ } from '../lib/connectionStatus.js';
import type { ConnectionStatus, SourceOptions } from '../lib/types.js';
import { debounceConnectionState } from '../operators/debounceConnectionState.js';
import { accountChanges$ } from './accountChanges.js';
import type { WatchArguments } from './arguments.js';
import { changes$, timed, type TimedStatus } from './changes.js';
import { ending$ } from './ending.js';
import { aligned, type Change, jsonLine, type ListChange } from './lines.js';
import { listedAccounts$ } from './listedAccounts.js';
import { keyOf, type Named } from './named.js';
import { complain, tell } from './output.js';
import { asked$, availableProfiles$ } from './profilesToWatch.js';
import { unread$ } from './reader.js';

/** Shows the states of profiles and accounts until the end; resolves with the exit code. */
export function watch({
  profile,
  account,
  accounts,
  backend,
  debounce,
  json,
  showBackend,
}: WatchArguments): Promise<number> {
  const options: SourceOptions = { backend };
  const debounced = settled(debounce);
  const settledStatus = (status$: Observable<ConnectionStatus>): Observable<TimedStatus> =>
    status$.pipe(timed, debounced);
  const line = json === true ? jsonLine : aligned([], showBackend);
  const complainOnce = once(complain);
  const unsettled$ = new Subject<void>();

  const withAccounts$ = (name: string): Observable<Change | ListChange> =>
    connectionStatus$(name, options).pipe(
      connect((status$) =>
        merge(
          changes$({ profile: name }, settledStatus(status$)),
          accountChanges$(
            name,
            listedAccounts$(name, options, status$, complainOnce),
            settledStatus,
          ),
        ),
      ),
    );
  const alone$ = (target: Named): Observable<Change> => {
    const source = { ...options, account: target.account };
    return changes$(target, settledStatus(connectionStatus$(target.profile, source)));
  };

  const targets$: Observable<Named> =
    profile === undefined && account === undefined
      ? availableProfiles$(options, unsettled$, complain).pipe(map((name) => ({ profile: name })))
      : asked$(
          [...(profile ?? []).map((name) => ({ profile: name })), ...(account ?? [])],
          options,
        );
  const shown$ = targets$.pipe(
    distinct(keyOf),
    mergeMap((target) => (accounts === true ? withAccounts$(target.profile) : alone$(target))),
    tap((change) => {
      tell({ about: keyOf(change), line: (skipped) => line(change, skipped) });
      if (mayMeanAnotherOutlook(change)) unsettled$.next();
    }),
    ignoreElements(),
  );
  return firstValueFrom(merge(ending$(unread$()), shown$));
}

function mayMeanAnotherOutlook(change: Change | ListChange): boolean {
  if ('event' in change || change.account !== undefined) return false;
  return change.state === 'unknown' || change.before?.state === 'unknown';
}

/** Returns a function that reports each text once. */
function once(report: (what: string) => void): (what: string) => void {
  const said = new Set<string>();
  return (what) => {
    if (!said.has(what)) report(what);
    said.add(what);
  };
}

/**
 * Debounces offline states. Made once for all profiles, which share its timer. Omits changes of the reason
 * alone.
 */
function settled(offline = 0): MonoTypeOperatorFunction<TimedStatus> {
  if (offline === 0) return (status$) => status$;
  const debounced = debounceConnectionState({ offline, debounceFirst: true });
  return (status$) => {
    let latest: TimedStatus;
    return status$.pipe(
      tap((status) => (latest = status)),
      debounced,
      map(() => latest),
    );
  };
}
