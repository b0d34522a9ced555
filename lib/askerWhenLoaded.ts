import { defer, NEVER, Observable, of, retry } from 'rxjs';
import type { Access } from './arguments.js';
import { backendName } from './backend.js';
import { GrowingPause } from './growingPause.js';
import { later } from './later.js';
import { isFinal, isLasting, reasonOf } from './reasons.js';
import { askerFor, type Asker } from './request.js';
import type { Target } from './target.js';

/**
 * Emits the asker after the binary is loaded; for streams that never error. Retries a failed load after
 * pauses, with the backend that was chosen first. Calls `failed` for each failed attempt, the first time
 * inside `subscribe`. Each subscription needs an Observable of its own.
 */
export function askerWhenLoaded$(
  access: Access,
  target: Target,
  failed: (error: unknown) => void,
): Observable<Asker> {
  const pause = new GrowingPause();
  let chosen: string | undefined;
  const choose = (): string => (chosen ??= backendName(access.backend));
  return defer(() => of(askerFor(access, target, choose))).pipe(
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
