import { connect, type LookupFunction } from 'node:net';
import { performance } from 'node:perf_hooks';
import {
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  endWith,
  Observable,
  repeat,
  timeout,
  timer,
} from 'rxjs';
import type { ConnectionState } from 'rx-outlook';
import type { Server } from './arguments.js';

export interface ReachabilityOptions {
  /** How long to wait for a connection, in milliseconds. */
  readonly patience?: number;
  /** The least time from one attempt to the next, in milliseconds. */
  readonly interval?: number;
  readonly lookup?: LookupFunction;
}

/** One TCP connection, whose data nobody reads: emits when it stands, ends when it does. */
function connection$({ host, port }: Server, lookup?: LookupFunction): Observable<'online'> {
  return new Observable((subscriber) => {
    const socket = connect({ host, port, ...(lookup && { lookup }) });
    // Without it a peer that vanished without a word would count as connected for ever.
    socket.setKeepAlive(true, 10_000);
    // An end behind unread data would not be noticed.
    socket.resume();
    socket.on('connect', () => {
      // Nobody listens, but the system chose the very port dialled for our own end: then TCP connects
      // a socket to itself. Rare, but only a matter of time when a local port is dialled for long.
      const { localAddress, localPort, remoteAddress, remotePort } = socket;
      if (localPort === remotePort && localAddress === remoteAddress) socket.destroy();
      else subscriber.next('online');
    });
    socket.on('error', (error) => {
      subscriber.error(error);
    });
    socket.on('close', () => {
      subscriber.complete();
    });
    return () => socket.destroy();
  });
}

/**
 * Whether a TCP connection to the server stands: kept open, so that its end is noticed at once, and
 * tried again when it ended. A server that hangs up on an idle client after a while and takes it back
 * is offline only for the moment between.
 */
export function reachability$(
  server: Server,
  { patience = 5_000, interval = 1_000, lookup }: ReachabilityOptions = {},
): Observable<ConnectionState> {
  return defer(() => {
    let attempted = 0;
    const attempt$ = defer(() => {
      attempted = performance.now();
      return connection$(server, lookup);
    });
    return attempt$.pipe(
      timeout({ first: patience }),
      catchError(() => EMPTY),
      endWith('offline' as const),
      repeat({ delay: () => timer(Math.max(0, attempted + interval - performance.now())) }),
      distinctUntilChanged(),
    );
  });
}
