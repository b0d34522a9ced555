import { finalize, map, Observable, ReplaySubject, share } from 'rxjs';
import { accountList$ } from './accountList.js';
import { AsyncContext } from './asyncContext.js';
import type { Asker } from './request.js';

type Names = ReadonlySet<string>;

const shared = new Map<string, Observable<Names>>();

function shared$(
  { backend: { name: backend }, timeout }: Asker,
  profile: string,
): Observable<Names> {
  const key = JSON.stringify([backend, profile, timeout]);
  const known = shared.get(key);
  if (known !== undefined) return known;
  const names$ = accountList$(
    { profile, account: undefined, pollInterval: undefined, backend, timeout, ref: false },
    true,
  ).pipe(
    map(({ accounts }): Names => new Set(accounts.map(({ name }) => name))),
    finalize(() => shared.delete(key)),
    share({ connector: () => new ReplaySubject(1) }),
  );
  shared.set(key, names$);
  return names$;
}

/**
 * The names of the profile's accounts, now and after each change; one `Advise` for all subscribers that wait
 * for an account of the profile. Errors as `accounts$` does, completes when
 * the program closes the profile, and keeps no process alive.
 */
export function accountNames$(asker: Asker, profile: string): Observable<Names> {
  return new Observable((subscriber) => {
    const context = new AsyncContext(asker.ref);
    // The registration is of all subscribers: it runs in no async context of one of them.
    const subscription = asker.inbox.outside.runInAsyncScope(() =>
      shared$(asker, profile).subscribe({
        next: (names) => {
          context.runInAsyncScope(() => {
            subscriber.next(names);
          });
        },
        error: (error: unknown) => {
          context.runInAsyncScope(() => {
            subscriber.error(error);
          });
        },
        complete: () => {
          context.runInAsyncScope(() => {
            subscriber.complete();
          });
        },
      }),
    );
    subscriber.add(subscription);
    subscriber.add(() => {
      context.emitDestroy();
    });
  });
}
