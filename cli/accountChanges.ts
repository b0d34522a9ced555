import {
  BehaviorSubject,
  distinctUntilChanged,
  filter,
  Observable,
  Subscription,
  switchMap,
} from 'rxjs';
import type { Account } from '../lib/account.js';
import type { ConnectionStatus } from '../lib/types.js';
import { changes$, type TimedStatus } from './changes.js';
import type { Change, ListChange } from './lines.js';

/** One account, from the set that brings it to the set that lacks it. */
interface Followed {
  name: string;
  /** The object of the latest set. */
  readonly account$: BehaviorSubject<Account>;
  readonly subscription: Subscription;
}

/**
 * Emits the changes of each account of the sets, and which accounts are added, removed and renamed; those of
 * the first set are not added, but there already. `timed` may hold statuses back. Sets of another
 * subscription to `accounts$` have other objects: they continue the accounts of the same names.
 */
export function accountChanges$(
  profile: string,
  sets$: Observable<ReadonlyMap<string, Account>>,
  timed: (status$: Observable<ConnectionStatus>) => Observable<TimedStatus>,
): Observable<Change | ListChange> {
  return new Observable((subscriber) => {
    let all: readonly Followed[] = [];
    let isFirst = true;

    const tell = (event: ListChange['event'], account: string, from?: string): void => {
      subscriber.next({ time: Date.now(), profile, account, event, from });
    };
    const remove = ({ name, subscription }: Followed): void => {
      subscription.unsubscribe();
      subscriber.remove(subscription);
      tell('removed', name);
    };
    const update = (followed: Followed, name: string, account: Account): void => {
      const { name: from, account$ } = followed;
      followed.name = name;
      if (from !== name) tell('renamed', name, from);
      if (account$.value !== account) account$.next(account);
    };
    const add = (name: string, account: Account): Followed => {
      if (!isFirst) tell('added', name);
      const followed: Followed = {
        name,
        account$: new BehaviorSubject(account),
        subscription: new Subscription(),
      };
      const status$ = followed.account$.pipe(
        switchMap((one) => one.status$),
        // The next set lacks the account, or the next status says why its profile is lost.
        filter(({ reason }) => reason !== 'gone'),
        // Another object of the account repeats its status.
        distinctUntilChanged((one, next) => one.state === next.state && one.reason === next.reason),
      );
      subscriber.add(followed.subscription);
      followed.subscription.add(
        changes$({ profile }, timed(status$), !isFirst).subscribe((change) => {
          subscriber.next({ ...change, account: followed.name });
        }),
      );
      return followed;
    };
    const replace = (set: ReadonlyMap<string, Account>): void => {
      const objects = new Set(set.values());
      const byObject = new Map(all.map((one) => [one.account$.value, one]));
      const byName = new Map(
        all.filter((one) => !objects.has(one.account$.value)).map((one) => [one.name, one]),
      );
      const staying = [...set].map(([name, account]) => ({
        name,
        account,
        followed: byObject.get(account) ?? byName.get(name),
      }));
      const kept = new Set(staying.map(({ followed }) => followed));
      all.filter((one) => !kept.has(one)).forEach(remove);
      all = staying.map(({ name, account, followed }) => {
        if (followed === undefined) return add(name, account);
        update(followed, name, account);
        return followed;
      });
      isFirst = false;
    };

    subscriber.add(
      sets$.subscribe({
        next: replace,
        error: (error: unknown) => {
          subscriber.error(error);
        },
      }),
    );
  });
}
