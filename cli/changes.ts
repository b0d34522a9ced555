import { performance } from 'node:perf_hooks';
import { defer, map, type Observable } from 'rxjs';
import type { ConnectionStatus } from '../lib/types.js';
import type { Change } from './lines.js';

/** A status, and when its state came, in milliseconds of a clock that nobody sets. */
export interface TimedStatus extends ConnectionStatus {
  readonly came: number;
}

/** Stands before what holds statuses back. Another reason for the same state does not begin it anew. */
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
 * Each status as a change from the one before, told now. `isNew`: whether the first state begins with the
 * subscription, and not some time before it.
 */
export function changes$(
  profile: string,
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
        // Unknown is a state of whoever does not know; what it hid may have begun at any time.
        if (status.state === 'unknown') isBeginningSeen = true;
        else if (last === undefined) isBeginningSeen = isNew;
        else if (last.state !== status.state) isBeginningSeen = last.state !== 'unknown';
        last = timedStatus;
        return { ...status, profile, time: Date.now(), before };
      }),
    );
  });
}
