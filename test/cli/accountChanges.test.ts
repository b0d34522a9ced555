import { BehaviorSubject, type Observable, Subject, type Subscription } from 'rxjs';
import { accounts$, type Account, type ConnectionStatus } from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { accountChanges$ } from '../../cli/accountChanges.js';
import { timed } from '../../cli/changes.js';
import { plainLine } from '../../cli/lines.js';
import { eventually } from '../contract/tools.js';

const timeless = (line: string): string => line.slice('2026-11-30 12:00:00.000  '.length);

let subscription: Subscription | undefined;
afterEach(() => {
  subscription?.unsubscribe();
});

/** The lines of the changes, without their times and durations. */
function linesOf(sets$: Observable<ReadonlyMap<string, Account>>) {
  const lines: string[] = [];
  const errors: unknown[] = [];
  subscription = accountChanges$('Work', sets$, timed).subscribe({
    next: (change) => lines.push(timeless(plainLine(change))),
    error: (error: unknown) => errors.push(error),
  });
  const taken = (): string[] => lines.splice(0).map((line) => line.replace(/ +after .*/, ''));
  return { lines, errors, taken };
}

describe('the changes of the accounts of a profile', () => {
  let outlook: EmbeddedOutlook;
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: { Work: ['alice', 'team'] } });
  });
  afterEach(async () => {
    subscription?.unsubscribe();
    await outlook.settled();
    expect(outlook.registrations()).toBe(0);
    outlook.close();
  });

  it('are their states, and which are added, removed and renamed', async () => {
    const { lines, taken } = linesOf(accounts$('Work', { backend: 'embedded' }));
    const next = async (many: number): Promise<string[]> => {
      await eventually(() => lines.length >= many, `${String(many)} lines`);
      await outlook.settled();
      return taken();
    };
    expect(await next(2)).toEqual(['Work/alice  online', 'Work/team  online']);
    await outlook.setState('Work', 'offline', { account: 'team' });
    outlook.addAccount('Work', 'bob');
    expect(await next(3)).toEqual(['Work/team  offline', 'Work/bob  added', 'Work/bob  online']);
    outlook.renameAccount('Work', 'bob', 'robert');
    expect(await next(1)).toEqual(['Work/robert  renamed  from bob']);
    await outlook.setState('Work', 'offline', { account: 'robert' });
    expect(await next(1)).toEqual(['Work/robert  offline']);
    outlook.removeAccount('Work', 'team');
    expect(await next(1)).toEqual(['Work/team  removed']);
    await outlook.setState('Work', 'offline');
    expect(await next(1)).toEqual(['Work/alice  offline']);
    expect(outlook.counters('Work', { account: 'alice' }).advises).toBe(1);
  });

  it('say how long a state held, at least where the account was there at first', async () => {
    const { lines } = linesOf(accounts$('Work', { backend: 'embedded' }));
    await eventually(() => lines.length === 2, 'the first accounts');
    outlook.addAccount('Work', 'bob');
    await eventually(() => lines.length === 4, 'the next one');
    for (const account of ['alice', 'bob']) {
      await outlook.setState('Work', 'offline', { account });
      const atLeast = account === 'alice' ? 'at least ' : '';
      expect(lines.at(-1)).toMatch(new RegExp(`offline  after ${atLeast}\\d+m?s online$`));
    }
  });
});

describe('the sets of another subscription', () => {
  type Status = Pick<ConnectionStatus, 'state' | 'reason'>;
  /** An account whose status the test decides. */
  function account(name: string, first: Status = { state: 'online' }) {
    const status$ = new BehaviorSubject<ConnectionStatus>({ ...first, since: 0 });
    return { name, status$, set: (status: Status) => status$.next({ ...status, since: 0 }) };
  }
  const setOf = (...all: { name: string; status$: Observable<ConnectionStatus> }[]) =>
    new Map(all.map((one) => [one.name, one as unknown as Account]));

  it('continue the accounts of the same names, whose status is not repeated', () => {
    const sets$ = new Subject<ReadonlyMap<string, Account>>();
    const { taken } = linesOf(sets$);
    const [alice, team] = [account('alice'), account('team')];
    sets$.next(setOf(alice, team));
    alice.set({ state: 'unknown', reason: 'gone' });
    team.set({ state: 'unknown', reason: 'not-running' });
    expect(taken()).toEqual([
      'Work/alice  online',
      'Work/team  online',
      'Work/team  unknown  (not-running)',
    ]);
    const [again, bob] = [account('alice'), account('bob')];
    sets$.next(setOf(again, bob));
    expect(taken()).toEqual(['Work/team  removed', 'Work/bob  added', 'Work/bob  online']);
    expect([alice, team].map(({ status$ }) => status$.observed)).toEqual([false, false]);
    again.set({ state: 'offline' });
    sets$.next(new Map([['alicia', again as unknown as Account]]));
    expect(taken()).toEqual([
      'Work/alice  offline',
      'Work/bob  removed',
      'Work/alicia  renamed  from alice',
    ]);
    subscription?.unsubscribe();
    expect([again, bob].map(({ status$ }) => status$.observed)).toEqual([false, false]);
    expect(sets$.observed).toBe(false);
  });

  it('may exchange two names', () => {
    const sets$ = new Subject<ReadonlyMap<string, Account>>();
    const { taken } = linesOf(sets$);
    const [one, other] = [account('a'), account('b', { state: 'offline' })];
    sets$.next(setOf(one, other));
    sets$.next(
      new Map([
        ['b', one as unknown as Account],
        ['a', other as unknown as Account],
      ]),
    );
    expect(taken().slice(2)).toEqual(['Work/b  renamed  from a', 'Work/a  renamed  from b']);
    one.set({ state: 'offline' });
    expect(taken()).toEqual(['Work/b  offline']);
  });

  it('end with their error, and every account with them', () => {
    const sets$ = new Subject<ReadonlyMap<string, Account>>();
    const { errors } = linesOf(sets$);
    const alice = account('alice');
    sets$.next(setOf(alice));
    const failure = new Error('ours');
    sets$.error(failure);
    expect(errors).toEqual([failure]);
    expect(alice.status$.observed).toBe(false);
  });
});
