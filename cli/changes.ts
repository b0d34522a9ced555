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

/** Each status as a change from the one before, told now. */
export function changes$(profile: string, status$: Observable<TimedStatus>): Observable<Change> {
  return defer(() => {
    let last: TimedStatus | undefined;
    return status$.pipe(
      map((timedStatus): Change => {
        const { came, ...status } = timedStatus;
        const before = last && { state: last.state, held: came - last.came };
        last = timedStatus;
        return { ...status, profile, time: Date.now(), before };
      }),
    );
  });
}
