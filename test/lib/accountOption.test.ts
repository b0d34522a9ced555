import { inspect } from 'node:util';
import {
  connectionState$,
  connectionStateChange$,
  connectionStatus$,
  type ConnectionStateChange,
  openOfflineObject,
} from 'rx-outlook';
import { type EmbeddedOutlook, embeddedOutlook } from 'rx-outlook/testing';
import { firstValueFrom } from 'rxjs';

const options = { backend: 'embedded' } as const;
let outlook: EmbeddedOutlook;
beforeEach(() => {
  outlook = embeddedOutlook({ profiles: { Work: ['alice', 'team'] } });
});
afterEach(async () => {
  outlook.close();
  await outlook.settled();
});

describe('the option account', () => {
  const alice = { ...options, account: 'alice' };

  it('opens the account in each function, and is told in each change and error', async () => {
    const changes: ConnectionStateChange[] = [];
    const states: unknown[] = [];
    const subscription = connectionState$('Work', alice).subscribe((state) => states.push(state));
    subscription.add(connectionStateChange$('Work', alice).subscribe((one) => changes.push(one)));
    await outlook.settled();
    const object = await openOfflineObject('Work', alice);
    expect([object.profile, object.account]).toEqual(['Work', 'alice']);
    expect(inspect(object)).toContain("account: 'alice'");
    await object.setCurrentState('offline', { wait: true });
    expect(await object.currentState()).toBe('offline');
    await object.close();
    await expect(object.currentState()).rejects.toMatchObject({
      code: 'ERR_OFFLINE_OBJECT_CLOSED',
      account: 'alice',
      message: expect.stringContaining('account "alice" of profile "Work"') as string,
    });
    expect(states).toEqual(['online', 'offline']);
    expect(changes.map(({ profile, account, phase }) => [profile, account, phase])).toEqual([
      ['Work', 'alice', 'start'],
      ['Work', 'alice', 'change'],
      ['Work', 'alice', 'done'],
    ]);
    expect(outlook.counters('Work').advises).toBe(0);
    subscription.unsubscribe();
  });

  it('leaves no account in a change of the profile itself', async () => {
    const changes: ConnectionStateChange[] = [];
    const subscription = connectionStateChange$('Work', options).subscribe((one) =>
      changes.push(one),
    );
    await outlook.settled();
    await outlook.setState('Work', 'offline');
    expect(changes.map((one) => 'account' in one)).toEqual([false, false, false]);
    subscription.unsubscribe();
  });

  it('fails with ERR_ACCOUNT_NOT_FOUND and what to do where there is no such account', async () => {
    const expected = {
      code: 'ERR_ACCOUNT_NOT_FOUND',
      operation: 'HrOpenOfflineObj',
      profile: 'Work',
      account: 'nobody',
    };
    const nobody = { ...options, account: 'nobody' };
    await expect(openOfflineObject('Work', nobody)).rejects.toMatchObject(expected);
    const failed = await firstValueFrom(connectionState$('Work', nobody)).catch(
      (error: unknown) => error as Error,
    );
    expect(failed).toMatchObject(expected);
    expect(String(failed)).toMatch(/for account "nobody" of profile "Work".*accounts\$ lists/);
  });

  it('errors with ERR_OFFLINE_OBJECT_GONE when the account or its profile is removed', async () => {
    const errors: unknown[] = [];
    for (const account of ['alice', 'team']) {
      connectionState$('Work', { ...options, account }).subscribe({
        error: (error: unknown) => errors.push(error),
      });
    }
    await outlook.settled();
    outlook.removeAccount('Work', 'alice');
    outlook.removeProfile('Work');
    await outlook.settled();
    expect(errors).toMatchObject([
      { code: 'ERR_OFFLINE_OBJECT_GONE', profile: 'Work', account: 'alice' },
      { code: 'ERR_OFFLINE_OBJECT_GONE', profile: 'Work', account: 'team' },
    ]);
    expect(String(errors[0])).toContain('the account or its profile was removed');
  });

  it.each([
    ['ERR_INVALID_ARG_TYPE', 5],
    ['ERR_INVALID_ARG_VALUE', ''],
    ['ERR_INVALID_ARG_VALUE', 'a\0b'],
    ['ERR_INVALID_ARG_VALUE', '\ud800'],
  ])('throws a TypeError %s at the call for %p', (code, account) => {
    const wrong = { ...options, account: account as string };
    for (const call of [connectionState$, connectionStateChange$, connectionStatus$]) {
      expect(() => call('Work', wrong)).toThrow(expect.objectContaining({ code }) as Error);
    }
    expect(() => openOfflineObject('Work', wrong)).toThrow(/"options.account" argument/);
  });
});
