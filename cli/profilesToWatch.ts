import {
  catchError,
  defer,
  EMPTY,
  from,
  ignoreElements,
  merge,
  mergeMap,
  type Observable,
  repeat,
  switchMap,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { availability$ } from '../lib/availability.js';
import { OfflineStateError } from '../lib/errors.js';
import { profiles } from '../lib/profiles.js';
import { isLasting, reasonOf } from '../lib/reasons.js';
import type { SourceOptions } from '../lib/types.js';
import type { Named } from './named.js';
import { invitation, withoutProgramming } from './wording.js';

/** The pause before the next request after an error or an empty list, in milliseconds. */
const period = 2_000;
/**
 * The pause after a list with profiles, in milliseconds. No event reports a new profile, and profiles are
 * made seldom; listing them costs Outlook little, but is too much work for a display to repeat often.
 */
const slowPeriod = 30_000;

/** Emits what is asked for, existing or not. Errors when there is nothing to wait for. */
export function asked$(asked: readonly Named[], options: SourceOptions): Observable<Named> {
  const ignored$ = listed$(options, () => undefined).pipe(ignoreElements());
  return merge(from(asked), ignored$);
}

/**
 * Emits all profiles, again and again: asks when there is an Outlook, at each event that may mean another
 * Outlook, and now and then, for profiles that are made later. Until there is one, reports why there is
 * none. Errors when there is nothing to wait for.
 */
export function availableProfiles$(
  options: SourceOptions,
  somethingCameToPass$: Observable<unknown>,
  complain: (what: string) => void,
): Observable<string> {
  let isAny = false;
  let isListed = false;
  let said: string | undefined;
  const waiting = (why: string): void => {
    if (!isAny && why !== said) complain(`${why}\nWaiting for the first profile. ${invitation}`);
    said = why;
  };
  const names$ = defer(() => {
    isListed = false;
    return listed$(options, waiting);
  }).pipe(
    tap((names) => {
      isListed = names.length > 0;
      if (isListed) isAny = true;
      else waiting('There are no profiles.');
    }),
    repeat({ delay: () => timer(isListed ? slowPeriod : period) }),
  );
  return merge(availability$(options), somethingCameToPass$).pipe(
    switchMap(() => names$),
    mergeMap((names) => names),
  );
}

/** Emits the profiles; reports a failure, and emits nothing then. */
function listed$(
  options: SourceOptions,
  waiting: (why: string) => void,
): Observable<readonly string[]> {
  // A hung Outlook must not keep the process alive.
  return defer(() => profiles({ ...options, ref: false })).pipe(
    catchError((error: unknown) => {
      if (!(error instanceof OfflineStateError) || isLasting(reasonOf(error))) {
        return throwError(() => error);
      }
      waiting(withoutProgramming(error));
      return EMPTY;
    }),
  );
}
