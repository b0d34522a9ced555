import { first, Observable, race, retry, switchMap } from 'rxjs';
import type { Backend } from './backend.js';
import { deadline } from './deadline.js';
import { GrowingPause } from './growingPause.js';
import { later } from './later.js';
import type { Inbox } from './inbox.js';
import type { Lease, Wanted } from './lease.js';
import { presence$ } from './presence.js';
import { noTarget } from './target.js';
import type { Receiver } from './table.js';
import { answeringBackend, isPushed } from './ways.js';

/** A registration that may get another lease. */
export interface Movable {
  readonly inbox: Inbox;
  readonly backend: Backend;
  /** The profile or account, and the time limit of an attempt in milliseconds. */
  readonly source: Wanted & { readonly timeout: number };
  /** Whether to the list of the profile's accounts, too. */
  readonly listens: boolean;
  readonly routed: Pick<Receiver, 'runInAsyncScope'>;
}

/** A lease that has its snapshot: the state, and the number of the way that answered. */
export interface Taken {
  readonly lease: Lease;
  readonly state: number;
  readonly way: number;
}

/** The reason why an attempt ended without a snapshot. The attempt is not published: no stream errors. */
const failed = new Error('The registration has no other lease.');

/**
 * Registers once more, and emits the lease with its snapshot; the subscriber calls `handTo` at once. Errors
 * without a snapshot within `timeout` milliseconds, and after one from a way that is not wanted. Unsubscribing
 * before the snapshot ends the lease.
 */
function anotherLease$(
  of: Movable,
  isWanted: (way: number) => boolean,
  timeout: number,
): Observable<Taken> {
  return new Observable((subscriber) => {
    const { inbox, backend, source, listens, routed } = of;
    let cancelDeadline: (() => void) | undefined;
    const fail = (): void => {
      subscriber.error(failed);
    };
    const ignored = (): void => undefined;
    const successor: Receiver = {
      runInAsyncScope: (call, self, ...args: unknown[]) =>
        routed.runInAsyncScope(call, self, ...args),
      begun: () => {
        cancelDeadline = deadline(inbox, timeout, fail);
      },
      state: (state, way) => {
        if (!isWanted(way)) {
          fail();
          return;
        }
        isTaken = true;
        subscriber.next({ lease: lease!, state, way });
        subscriber.complete();
      },
      failure: fail,
      notification: ignored,
      reading: ignored,
      overflow: ignored,
      accountsChanged: ignored,
      profileClosed: ignored,
    };
    let isTaken = false;
    const lease = inbox.register(backend.index, source, successor, listens);
    if (lease === undefined) {
      fail();
      return undefined;
    }
    return () => {
      cancelDeadline?.();
      if (!isTaken) inbox.unregister(lease);
    };
  });
}

/** The time from the loss of a way to the next attempt, in milliseconds: a server may end after each snapshot. */
const afterLoss = 1_000;

/** The time in which another way must answer after the loss of one, in milliseconds. */
const longestMove = 5_000;

/**
 * Emits another lease, once, when the backend `better` has an Outlook, and answers the registration. Attempts
 * that fail, or that the polled backend answers once more, are repeated after growing pauses; never errors, and
 * keeps no process alive. `isLost`: after the loss of the better way, which it does not ask at once.
 */
export function betterLease$(of: Movable, better: Backend, isLost: boolean): Observable<Taken> {
  const { inbox, source, backend } = of;
  const { timeout } = source;
  const pause = new GrowingPause();
  const asker = { ...noTarget, inbox, backend: better, timeout, ref: false, quiet: true };
  const isWanted = (way: number): boolean => isPushed(answeringBackend(inbox.binary, backend, way));
  const attempt$ = presence$(asker).pipe(
    first(({ available }) => available),
    switchMap(() => anotherLease$(of, isWanted, timeout)),
    retry({ delay: () => race(after$(pause.take()), changed$(inbox, pause)) }),
  );
  return isLost ? after$(afterLoss).pipe(switchMap(() => attempt$)) : attempt$;
}

/**
 * Emits another lease after the loss of the present one, over any way; errors where none answers. The state is
 * stale meanwhile, so it does not wait as long as a start may.
 */
export function nextLease$(of: Movable): Observable<Taken> {
  return anotherLease$(of, () => true, Math.min(of.source.timeout, longestMove));
}

/** Emits when a server may have come or gone, and has the pauses begin anew. */
function changed$(inbox: Inbox, pause: GrowingPause): Observable<void> {
  return new Observable((subscriber) =>
    inbox.watchPlace(() => {
      pause.reset();
      subscriber.next();
    }),
  );
}

/** Emits once, after so many milliseconds. */
function after$(milliseconds: number): Observable<void> {
  return new Observable((subscriber) =>
    later(milliseconds, () => {
      subscriber.next();
      subscriber.complete();
    }),
  );
}
