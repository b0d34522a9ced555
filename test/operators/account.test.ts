import { config, Observable, of, Subject, throwError } from 'rxjs';
import { Account, type AccountOwner } from '../../operators/account.js';
import type { AccountSource } from '../../operators/accounts.js';

/** An owner that notes what its account reports. */
function noting(): { owner: AccountOwner<string>; reports: unknown[] } {
  const reports: unknown[] = [];
  const owner: AccountOwner<string> = {
    set: ({ name }, state) => reports.push([name, state]),
    stumble: ({ name }, error) => reports.push([name, 'stumble', error]),
    fail: ({ name }, error) => reports.push([name, 'fail', error]),
    complete: ({ name }) => reports.push([name, 'complete']),
  };
  return { owner, reports };
}

function subscribed(source: unknown): { account: Account<string>; reports: unknown[] } {
  const { owner, reports } = noting();
  const account = new Account('work', source as AccountSource, owner);
  account.subscribe(undefined);
  return { account, reports };
}

describe('an account', () => {
  test('reports each state, and the completion, and is out then', () => {
    const source = new Subject<unknown>();
    const { account, reports } = subscribed(source);
    source.next('online');
    source.next({ state: 'unknown' });
    expect(account.isIn).toBe(true);
    source.complete();
    expect(account.isIn).toBe(false);
    expect(reports).toEqual([
      ['work', 'online'],
      ['work', 'unknown'],
      ['work', 'complete'],
    ]);
  });

  test('reports an error once', () => {
    const { account, reports } = subscribed(throwError(() => 'lost'));
    account.error('again');
    account.complete();
    account.next('online');
    expect(reports).toEqual([['work', 'fail', 'lost']]);
    expect(account.isIn).toBe(false);
  });

  test('fails with a value that has no state, and leaves the source', () => {
    const source = new Subject<unknown>();
    const { reports } = subscribed(source);
    source.next('away');
    expect(reports).toMatchObject([['work', 'fail', { code: 'ERR_INVALID_ARG_VALUE' }]]);
    expect(source.observed).toBe(false);
  });

  test('leaves its source, and reports nothing afterwards', () => {
    const source = new Subject<unknown>();
    const { account, reports } = subscribed(source);
    account.leave();
    account.leave();
    expect(source.observed).toBe(false);
    account.next('online');
    expect(reports).toEqual([]);
  });

  test('leaves at the end of subscribe when its owner removed it inside subscribe', () => {
    const teardown = jest.fn();
    const { owner, reports } = noting();
    const source = new Observable<'online'>((subscriber) => {
      account.leave();
      subscriber.next('online');
      return teardown;
    });
    const account = new Account('work', source, owner);
    account.subscribe(undefined);
    expect(teardown).toHaveBeenCalledTimes(1);
    expect(reports).toEqual([]);
  });

  test('throws what its teardown throws, or reports it as RxJS does', async () => {
    const failing = (): Account<string> =>
      subscribed(
        new Observable(() => () => {
          throw new Error('teardown');
        }),
      ).account;
    expect(() => {
      failing().leave();
    }).toThrow('teardown');
    const reported = new Promise((resolve) => {
      config.onUnhandledError = resolve;
    });
    try {
      failing().leaveReporting();
      expect(String(await reported)).toContain('teardown');
    } finally {
      config.onUnhandledError = null;
    }
  });

  test('reports each failure of a source that is retried, a value without a state among them', () => {
    const { owner, reports } = noting();
    const account = new Account<string>('work', of('away') as never, owner);
    account.subscribe((source$, failed) => {
      const failures: unknown[] = [];
      source$.subscribe({ error: (error) => failures.push(error) });
      failed(failures[0]);
      return throwError(() => 'given up');
    });
    expect(reports).toMatchObject([
      ['work', 'stumble', { code: 'ERR_INVALID_ARG_VALUE' }],
      ['work', 'fail', 'given up'],
    ]);
    account.leave();
  });

  test('reports no failure of a retried source after it has left', () => {
    const { owner, reports } = noting();
    const account = new Account<string>('work', new Subject<'online'>(), owner);
    let failed!: (error: unknown) => void;
    account.subscribe((source$, onFailure) => {
      failed = onFailure;
      return source$;
    });
    account.leave();
    failed('late');
    expect(reports).toEqual([]);
  });
});
