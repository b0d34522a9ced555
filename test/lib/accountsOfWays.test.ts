import { type Account, accounts$ } from 'rx-outlook';
import { Subject } from 'rxjs';
import { type AccountList, accountList$ } from '../../lib/accountList.js';

jest.mock('../../lib/accountList.js');

/** A subscription to the accounts of lists that the test gives. */
function subscribe() {
  const list$ = new Subject<AccountList>();
  jest.mocked(accountList$).mockReturnValue(list$);
  const sets: ReadonlyMap<string, Account>[] = [];
  const subscription = accounts$('Work').subscribe((set) => sets.push(set));
  const list = (by: AccountList['by'], accounts: Record<string, number>): void => {
    list$.next({
      by,
      accounts: Object.entries(accounts).map(([name, id]) => ({ name, id, type: 0 })),
    });
  };
  return { list, sets, subscription, isObserved: () => list$.observed };
}

describe('accounts$, when another backend answers', () => {
  it('emits nothing for the same accounts, whatever their numbers there', () => {
    const { list, sets, subscription, isObserved } = subscribe();
    list('automation', { alice: 1, team: 2 });
    list('bridge', { alice: 2, team: 1 });
    expect(sets).toHaveLength(1);
    // From now on the numbers are those of the bridge.
    list('bridge', { alice: 2, office: 1 });
    expect(sets).toHaveLength(2);
    expect(sets[1]!.get('office')).toBe(sets[0]!.get('team'));
    subscription.unsubscribe();
    expect(isObserved()).toBe(false);
  });

  it('keeps the objects of the accounts that both have', () => {
    const { list, sets, subscription } = subscribe();
    list('bridge', { alice: 1, team: 2 });
    list('automation', { team: 1, bob: 2 });
    expect(sets.map((set) => [...set.keys()])).toEqual([
      ['alice', 'team'],
      ['team', 'bob'],
    ]);
    expect(sets[1]!.get('team')).toBe(sets[0]!.get('team'));
    subscription.unsubscribe();
  });

  it('emits a set for another order', () => {
    const { list, sets, subscription } = subscribe();
    list('bridge', { alice: 1, team: 2 });
    list('automation', { team: 1, alice: 2 });
    expect(sets.map((set) => [...set.keys()])).toEqual([
      ['alice', 'team'],
      ['team', 'alice'],
    ]);
    subscription.unsubscribe();
  });
});
