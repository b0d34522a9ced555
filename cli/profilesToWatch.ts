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
import { invitation, withoutProgramming } from './wording.js';

/** How soon to ask again when there was no answer, or no profile in it, in milliseconds. */
const period = 2_000;
/**
 * The same when there were some. Nothing tells of a profile that is made, and it is made seldom; to list
 * them costs Outlook little, but is work for a program that is only shown.
 */
const slowPeriod = 30_000;

/** Those that were asked for, there or not. Errors when there is nothing to wait for. */
export function askedProfiles$(
  asked: readonly string[],
  options: SourceOptions,
): Observable<string> {
  const ignored$ = listed$(options, () => undefined).pipe(ignoreElements());
  return merge(from(asked), ignored$);
}

/**
 * All that there are, again and again: asked for when there is an Outlook, whenever something has come
 * to pass that may be another Outlook's coming, and now and then, for those that are made later. Until
 * there is one, it is said why there is none. Errors when there is nothing to wait for.
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

/** Emits nothing when they cannot be had now, and says why. */
function listed$(
  options: SourceOptions,
  waiting: (why: string) => void,
): Observable<readonly string[]> {
  // Nobody is to wait for the answer of a hung Outlook who wants to end.
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
