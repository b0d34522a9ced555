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
  /** The time limit of a connection attempt, in milliseconds. */
  readonly patience?: number;
  /** The least time between two attempts, in milliseconds. */
  readonly interval?: number;
  readonly lookup?: LookupFunction;
}

/**
 * Makes one TCP connection whose data is not read: emits when it is established, completes when it ends.
 */
function connection$({ host, port }: Server, lookup?: LookupFunction): Observable<'online'> {
  return new Observable((subscriber) => {
    const socket = connect({ host, port, ...(lookup && { lookup }) });
    // Without it a peer that vanished silently would count as connected for ever.
    socket.setKeepAlive(true, 10_000);
    // Unread data would hide the end behind it.
    socket.resume();
    socket.on('connect', () => {
      // Without a listener, the system may choose the port dialled for our own end: then TCP connects a
      // socket to itself. Rare, but certain to happen at some time when a local port is dialled for long.
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
 * Emits whether a TCP connection to the server is established: it is kept open, so that its end is noticed
 * at once, and retried after its end. A server that closes an idle connection and accepts the next one is
 * offline only for the moment in between.
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
