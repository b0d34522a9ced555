import { defer, map, type Observable } from 'rxjs';
import type { ConnectionStatus } from '../lib/types.js';
import type { Change } from './lines.js';

/** Each status as a change from the one before, told now. */
export function changes$(
  profile: string,
  status$: Observable<ConnectionStatus>,
): Observable<Change> {
  return defer(() => {
    let before: ConnectionStatus | undefined;
    return status$.pipe(
      map((status) => {
        const change = { ...status, profile, time: Date.now(), before };
        before = status;
        return change;
      }),
    );
  });
}
