import {
  combineLatest,
  defer,
  EMPTY,
  filter,
  firstValueFrom,
  map,
  merge,
  Observable,
  of,
  scan,
  type Subscriber,
  switchMap,
} from 'rxjs';
import type { Source } from './arguments.js';
import { fromRegistration, Registration } from './registration.js';
import { doneBit, nameOfState } from './states.js';
import type { ConnectionState } from './types.js';

/** A change as seen from the side: the state before it, then its completion. */
interface Sight {
  readonly before?: ConnectionState | undefined;
  readonly done?: true;
}

class Watcher extends Registration<Sight> {
  constructor(
    subscriber: Subscriber<Sight>,
    source: Source,
    readonly target: ConnectionState,
  ) {
    super(subscriber, source);
  }

  protected override read(state: number): void {
    this.subscriber.next({ before: nameOfState(state) });
  }

  override notification(
    _phase: number,
    _previous: number,
    current: number,
    _timestamp: number,
    merged: number,
    phases: number,
  ): void {
    // A merged notification may hold our DONE inside, and have gone on to another state since.
    const ours = nameOfState(current) === this.target || merged > 1;
    if ((phases & doneBit) !== 0 && ours) this.subscriber.next({ done: true });
  }
}

/**
 * Makes the change that `request` asks for and resolves when it is complete. FLAG_BLOCK would do that
 * in one call and hold up every other one; so a registration of its own, made before the request,
 * watches for DONE.
 */
export function completedChange(
  source: Source,
  target: ConnectionState,
  request: () => Promise<void>,
  currentState: () => Promise<ConnectionState | 'unknown'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sight$ = fromRegistration<Sight>(
    (subscriber) => new Watcher(subscriber, source, target),
  ).pipe(scan((all, sight) => ({ ...sight, ...all })));
  const complete$ = combineLatest([sight$, defer(request)]).pipe(
    switchMap(([{ before, done }]) => {
      if (done === true) return of(undefined);
      // Nothing to change means nothing to complete, unless somebody else changed it meanwhile.
      return before === target ? defer(currentState).pipe(filter((now) => now === target)) : EMPTY;
    }),
  );
  return unlessAborted(complete$, signal);
}

/** The first value of `work$`, or a rejection with the signal's reason; either ends `work$`. */
export function unlessAborted(
  work$: Observable<unknown>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const aborted$ = new Observable<never>((subscriber) => {
    const abort = (): void => {
      subscriber.error(signal?.reason);
    };
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort);
    return () => {
      signal?.removeEventListener('abort', abort);
    };
  });
  return firstValueFrom(merge(aborted$, work$).pipe(map(() => undefined)));
}
