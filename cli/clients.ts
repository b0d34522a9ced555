import { distinctUntilChanged, interval, map, type Observable, skip, startWith } from 'rxjs';
import type { BridgeHost } from '../testing/index.js';

/** How often to look, in milliseconds: the server counts, and announces nothing. */
const period = 250;

/** Says who is connected, each time that this has changed. */
export function clients$(server: BridgeHost): Observable<string> {
  return interval(period).pipe(
    startWith(0),
    map(() => {
      const { clients, registrations } = server;
      return `${count(clients, 'client')}, ${count(registrations, 'registration')}`;
    }),
    distinctUntilChanged(),
    skip(1),
  );
}

function count(many: number, what: string): string {
  return `${String(many)} ${what}${many === 1 ? '' : 's'}`;
}
