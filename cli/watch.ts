import {
  distinct,
  firstValueFrom,
  ignoreElements,
  map,
  merge,
  mergeMap,
  type MonoTypeOperatorFunction,
  Subject,
  tap,
} from 'rxjs';
import { connectionStatus$ } from '../lib/connectionStatus.js';
import type { SourceOptions } from '../lib/types.js';
import { debounceConnectionState } from '../operators/debounceConnectionState.js';
import type { WatchArguments } from './arguments.js';
import { changes$, timed, type TimedStatus } from './changes.js';
import { ending$ } from './ending.js';
import { type Change, jsonLine, plainLine, widthOf } from './lines.js';
import { complain, tell } from './output.js';
import { askedProfiles$, availableProfiles$ } from './profilesToWatch.js';
import { unread$ } from './reader.js';

/** Shows the states of the profiles until the end; resolves with the exit code. */
export function watch({ profile, backend, debounce, json }: WatchArguments): Promise<number> {
  const options: SourceOptions = { backend };
  const debounced = settled(debounce);
  const line = json === true ? jsonLine : aligned();
  const unsettled$ = new Subject<void>();
  const names$ =
    profile === undefined
      ? availableProfiles$(options, unsettled$, complain)
      : askedProfiles$(profile, options);
  const shown$ = names$.pipe(
    distinct(),
    mergeMap((name) => changes$(name, connectionStatus$(name, options).pipe(timed, debounced))),
    tap((change) => {
      tell({ about: change.profile, line: (skipped) => line(change, skipped) });
      if (change.state === 'unknown' || change.before?.state === 'unknown') unsettled$.next();
    }),
    ignoreElements(),
  );
  return firstValueFrom(merge(ending$(unread$()), shown$));
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

/** Formats changes with a column of names as wide as the widest so far. */
function aligned(): (change: Change, skipped: number) => string {
  let width = 0;
  return (change, skipped) => {
    width = Math.max(width, widthOf([change.profile]));
    return plainLine(change, { width, skipped });
  };
}
