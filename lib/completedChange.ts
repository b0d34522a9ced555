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
import { doneBit, donePhase, nameOfState } from './states.js';
import type { ConnectionState } from './types.js';

/** A change as seen from the side. */
interface Sight {
  /** The state before anything was notified. */
  readonly before?: ConnectionState | undefined;
  /** Whether the newest notification says that the target is reached for good; before any, nothing. */
  readonly done?: boolean;
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
    phase: number,
    _previous: number,
    current: number,
    _timestamp: number,
    merged: number,
    phases: number,
  ): void {
    // A merged notification may hold our DONE inside, and have gone on to another state since.
    const atTarget = phase === donePhase && nameOfState(current) === this.target;
    this.subscriber.next({ done: atTarget || (merged > 1 && (phases & doneBit) !== 0) });
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
  ).pipe(scan((all, sight) => (all.done === true ? all : { ...all, ...sight })));
  const complete$ = combineLatest([sight$, defer(request)]).pipe(
    switchMap(([{ before, done }]) => {
      // Kept once seen: the answer is a promise and comes behind the whole batch. Another's change
      // that was done between Advise and the request can thus end the waiting early, never hang it.
      if (done === true) return of(undefined);
      // Nothing to change means nothing to complete.
      return done === undefined && before === target
        ? defer(currentState).pipe(filter((now) => now === target))
        : EMPTY;
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
