import { distinctUntilChanged, interval, map, type Observable, skip, startWith } from 'rxjs';
import type { BridgeHost } from '../testing/index.js';

/** How often to look, in milliseconds: the server counts, and announces nothing. */
const period = 250;

/** Says who is connected, each time that this has changed; at first nobody is. */
export function clients$(server: BridgeHost): Observable<string> {
  return interval(period).pipe(
    map(() => said(server)),
    // Not what is found at first: whoever has waited for this host is faster than the first look.
    startWith(said({ clients: 0, registrations: 0 })),
    distinctUntilChanged(),
    skip(1),
  );
}

function said({ clients, registrations }: Pick<BridgeHost, 'clients' | 'registrations'>): string {
  return `${count(clients, 'client')}, ${count(registrations, 'registration')}`;
}

function count(many: number, what: string): string {
  return `${String(many)} ${what}${many === 1 ? '' : 's'}`;
}
