import {
  catchError,
  combineLatest,
  concat,
  defer,
  distinctUntilChanged,
  EMPTY,
  map,
  type Observable,
  of,
  repeat,
  retry,
  switchMap,
  tap,
  timer,
} from 'rxjs';
import {
  type Account,
  accounts$,
  connectionStatus$,
  type ConnectionStatus,
  profiles,
  shareConnectionState,
  type SourceOptions,
} from 'rx-outlook';
import type { Connection } from '../shared/topics.js';

/** The status of every profile and account of one machine. */
export type Snapshot = readonly (readonly [Connection, ConnectionStatus])[];

export interface SnapshotOptions extends SourceOptions {
  /** The profiles; all there are by default. */
  readonly profiles?: readonly string[] | undefined;
}

/** The pause before Outlook is asked again for a list that it did not give, in milliseconds. */
const pause = 5_000;
/** How often the names of the profiles are read; they change rarely, and nothing reports it. */
const profilesEvery = 60_000;

/** Emits the statuses of a machine after each change; never errors and never completes. */
export function snapshots$({ profiles: asked, ...options }: SnapshotOptions): Observable<Snapshot> {
  const names$ = asked === undefined ? profileNames$(options) : of(asked);
  return eachOf(names$, (profile) => profile$(profile, options)).pipe(
    map((snapshots) => snapshots.flat()),
  );
}

function profileNames$(options: SourceOptions): Observable<readonly string[]> {
  return defer(() => profiles(options)).pipe(
    retry({ delay: pause }),
    repeat({ delay: profilesEvery }),
    distinctUntilChanged((one, other) => one.join('\0') === other.join('\0')),
  );
}

function profile$(profile: string, options: SourceOptions): Observable<Snapshot> {
  const own$ = connectionStatus$(profile, options).pipe(
    map((status): Snapshot => [[{ profile }, status]]),
  );
  const accountsOf$ = eachOf(accountSets$(profile, options), (account) =>
    account.status$.pipe(map((status) => [{ profile, account: account.name }, status] as const)),
  );
  return combineLatest([own$, accountsOf$]).pipe(map((parts) => parts.flat()));
}

/**
 * The accounts of a profile. An error is followed by another attempt, and changes no set; before the first set it counts
 * as no accounts, as `msmapi` has none. Until then there is no snapshot: it would seem that the accounts are gone.
 */
function accountSets$(profile: string, options: SourceOptions): Observable<readonly Account[]> {
  return defer(() => {
    let isKnown = false;
    return accounts$(profile, options).pipe(
      map((set) => [...set.values()]),
      catchError((_, again$) =>
        concat(isKnown ? EMPTY : of([]), timer(pause).pipe(switchMap(() => again$))),
      ),
      tap(() => (isKnown = true)),
    );
  });
}

/** Follows the stream of each key of a set. A key that stays in the next set keeps its subscription. */
function eachOf<K, T>(
  set$: Observable<readonly K[]>,
  stream: (key: K) => Observable<T>,
): Observable<readonly T[]> {
  return defer(() => {
    const streams = new Map<K, Observable<T>>();
    return set$.pipe(
      switchMap((keys) => {
        for (const key of [...streams.keys()]) if (!keys.includes(key)) streams.delete(key);
        for (const key of keys) {
          // The linger bridges the moment between the end of the old combination and the new one.
          const shared = shareConnectionState<T>({ lingerMs: 1 });
          if (!streams.has(key)) streams.set(key, stream(key).pipe(shared));
        }
        return keys.length === 0 ? of([]) : combineLatest([...streams.values()]);
      }),
    );
  });
}
