import { defer, NEVER, Observable, of, retry } from 'rxjs';
import type { Access } from './arguments.js';
import { GrowingPause } from './growingPause.js';
import { later } from './later.js';
import { isFinal, isLasting, reasonOf } from './reasons.js';
import { askerFor, type Asker } from './request.js';

/**
 * Emits who asks, for what never errors: as soon as the binary is loaded and has the backend, tried again
 * after pauses until then. `failed` is told of each attempt that fails, the first one inside `subscribe`.
 */
export function askerWhenLoaded$(
  access: Access,
  profile: string | undefined,
  failed: (error: unknown) => void,
): Observable<Asker> {
  const pause = new GrowingPause();
  return defer(() => of(askerFor(access, profile))).pipe(
    retry({
      delay: (error: unknown) => {
        failed(error);
        const reason = reasonOf(error);
        if (isFinal(reason)) return NEVER;
        const isKept = access.ref && !isLasting(reason);
        return new Observable<void>((subscriber) =>
          later(
            pause.take(),
            () => {
              subscriber.next();
            },
            isKept,
          ),
        );
      },
    }),
  );
}
