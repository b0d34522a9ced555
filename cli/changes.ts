import { performance } from 'node:perf_hooks';
import { defer, map, type Observable } from 'rxjs';
import type { ConnectionStatus } from '../lib/types.js';
import type { Change } from './lines.js';
import type { Named } from './named.js';

/** A status, and when its state arrived, in milliseconds of a monotonic clock. */
export interface TimedStatus extends ConnectionStatus {
  readonly came: number;
}

/**
 * Adds the time before operators that hold statuses back. Another reason for the same state keeps the time.
 */
export function timed(status$: Observable<ConnectionStatus>): Observable<TimedStatus> {
  return defer(() => {
    let last: TimedStatus | undefined;
    return status$.pipe(
      map((status) => {
        const came = last?.state === status.state ? last.came : Math.floor(performance.now());
        return (last = { ...status, came });
      }),
    );
  });
}

/**
 * Emits each status as a change from the one before, at the present time. `isNew`: whether the first state
 * begins with the subscription instead of earlier.
 */
export function changes$(
  { profile, account }: Named,
  status$: Observable<TimedStatus>,
  isNew = false,
): Observable<Change> {
  return defer(() => {
    let last: TimedStatus | undefined;
    let isBeginningSeen = false;
    return status$.pipe(
      map((timedStatus): Change => {
        const { came, ...status } = timedStatus;
        const before = last && {
          state: last.state,
          held: came - last.came,
          isAtLeast: !isBeginningSeen,
        };
        // A state that follows unknown may have begun at any time during it.
        if (status.state === 'unknown') isBeginningSeen = true;
        else if (last === undefined) isBeginningSeen = isNew;
        else if (last.state !== status.state) isBeginningSeen = last.state !== 'unknown';
        last = timedStatus;
        return { ...status, profile, account, time: Date.now(), before };
      }),
    );
  });
}
