import { distinctUntilChanged, interval, map, type Observable, skip, startWith } from 'rxjs';
import type { BridgeHost } from '../testing/index.js';

/** The interval of polling, in milliseconds: the server counts its clients, but announces none. */
const period = 250;

/** Emits the connected clients at each change; at first there are none. */
export function clients$(server: BridgeHost): Observable<string> {
  return interval(period).pipe(
    map(() => said(server)),
    // Not the first count: a client that has waited for this host connects before that.
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
