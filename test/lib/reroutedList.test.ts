import { setImmediate as nextTurn } from 'node:timers/promises';
import { accounts$ } from 'rx-outlook';
import { environment } from '../../lib/environment.js';
import { Lease } from '../../lib/lease.js';
import { disconnected } from '../../lib/reasons.js';
import type { Answer } from '../../lib/table.js';
import type { Routed } from '../../lib/route.js';
import { hasFallback } from '../../lib/ways.js';

jest.mock('../../lib/ways.js', () => ({
  ...jest.requireActual<object>('../../lib/ways.js'),
  hasFallback: jest.fn(),
}));

/** A subscription whose records and lists the test gives. */
function subscribe() {
  const inbox = environment();
  let registration: Routed | undefined;
  jest.spyOn(inbox, 'register').mockImplementation((_backend, _profile, one) => {
    registration ??= one as Routed;
    return new Lease(inbox, 0, one);
  });
  jest.spyOn(inbox, 'unregister').mockImplementation();
  const asked: ((answer: Answer) => void)[] = [];
  jest.spyOn(inbox, 'expect').mockImplementation((_request, answered) => asked.push(answered));
  jest.spyOn(inbox.binary, 'listAccounts').mockReturnValue(true);
  const take = jest.spyOn(inbox.binary, 'takeAccounts');
  const heard: string[] = [];
  const subscription = accounts$('Work', { backend: 'auto' }).subscribe({
    next: (set) => heard.push([...set.keys()].join()),
    error: (error: unknown) => heard.push(String((error as { code?: string }).code)),
  });
  return {
    registration: registration!,
    heard,
    asked,
    subscription,
    answer: async (hresult: number, ...names: string[]) => {
      if (hresult === 0) take.mockReturnValueOnce(names.map((name, id) => ({ name, id, type: 0 })));
      asked.at(-1)!({ hresult, value: 1, count: 0 });
      await nextTurn();
    },
  };
}

describe('the list of accounts of a registration that goes on over another way', () => {
  beforeEach(() => {
    jest.mocked(hasFallback).mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is asked for again', async () => {
    const { registration, heard, asked, subscription, answer } = subscribe();
    registration.state(2, 1);
    await answer(0, 'alice');
    registration.rerouted(2);
    expect(asked).toHaveLength(2);
    await answer(0, 'alice', 'bob');
    expect(heard).toEqual(['alice', 'alice,bob']);
    subscription.unsubscribe();
  });

  it('may fail with the connection that was lost, and is asked for over the next one', async () => {
    const { registration, heard, subscription, answer } = subscribe();
    registration.state(2, 1);
    await answer(0, 'alice');
    registration.accountsChanged();
    await answer(disconnected | 0);
    registration.rerouted(2);
    await answer(0, 'bob');
    expect(heard).toEqual(['alice', 'bob']);
    subscription.unsubscribe();
  });

  it('is asked for again when the answer about the lost connection comes after the move', async () => {
    const { registration, heard, asked, subscription, answer } = subscribe();
    registration.state(2, 1);
    await answer(0, 'alice');
    registration.accountsChanged();
    jest.mocked(hasFallback).mockReturnValue(false); // the way after the move
    registration.rerouted(2);
    await answer(disconnected | 0);
    expect(asked).toHaveLength(3);
    await answer(0, 'bob');
    expect(heard).toEqual(['alice', 'bob']);
    subscription.unsubscribe();
  });

  it('ends the stream where there is no other way', async () => {
    jest.mocked(hasFallback).mockReturnValue(false);
    const { registration, heard, subscription, answer } = subscribe();
    registration.state(2, 1);
    await answer(disconnected | 0);
    expect(heard).toEqual(['RPC_E_DISCONNECTED']);
    subscription.unsubscribe();
  });

  it('is not asked for after the end of the subscription', () => {
    const { registration, asked, subscription } = subscribe();
    registration.state(2, 1);
    subscription.unsubscribe();
    registration.rerouted(2);
    expect(asked).toHaveLength(1);
  });
});
