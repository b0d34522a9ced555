import { AsyncLocalStorage } from 'node:async_hooks';
import diagnosticsChannel from 'node:diagnostics_channel';
import {
  availability$,
  connectionState$,
  connectionStatus$,
  OfflineStateError,
  openOfflineObject,
  profiles,
} from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { type Observable, Subscription } from 'rxjs';
import { environment } from '../../lib/environment.js';
import { eventually } from '../contract/tools.js';
import { runScript } from '../fixtures/runScript.js';
import { pausesOf, type Pause } from './pauses.js';

jest.mock('../../lib/later.js');

const options = { backend: 'embedded' } as const;

describe('the async context of a subscription', () => {
  const store = new AsyncLocalStorage<string>();
  let outlook: EmbeddedOutlook;
  let pauses: readonly Pause[];
  let all: Subscription;
  /** By subscriber: what it was told, and in whose context. */
  let heard: Record<string, string[]>;
  beforeEach(() => {
    pauses = pausesOf();
    heard = {};
    all = new Subscription();
    outlook = store.run('maker', () => embeddedOutlook({ profiles: ['Work'] }));
  });
  afterEach(async () => {
    all.unsubscribe();
    await outlook.settled();
    expect(outlook.registrations()).toBe(0);
    outlook.close();
  });
  afterAll(() => {
    store.disable();
  });

  const inContextOf = (who: string, call: () => void): void => {
    if (who === 'nobody') call();
    else store.run(who, call);
  };
  const subscribe = (
    who: string,
    source$: Observable<unknown>,
    heardBy: (value: unknown) => void = () => undefined,
  ): void => {
    const told: string[] = (heard[who] = []);
    const tell = (value: unknown): void => {
      told.push(`${name(value)} to ${store.getStore() ?? 'nobody'}`);
      heardBy(value);
    };
    inContextOf(who, () => all.add(source$.subscribe({ next: tell, error: tell })));
  };
  const name = (value: unknown): string => {
    if (typeof value === 'string') return value;
    if (value instanceof OfflineStateError) return value.code;
    const { state, reason, available } = value as Record<string, unknown>;
    return String(reason ?? state ?? available);
  };
  const each = (...names: string[]): Record<string, string[]> =>
    Object.fromEntries(
      ['alice', 'bob', 'nobody'].map((who) => [who, names.map((one) => `${one} to ${who}`)]),
    );

  it('is that in which it was made, whoever came first', async () => {
    for (const who of ['alice', 'bob', 'nobody']) subscribe(who, connectionState$('Work', options));
    await outlook.settled();
    await store.run('mallory', () => outlook.setState('Work', 'offline'));
    expect(heard).toEqual(each('online', 'offline'));
  });

  it('is that of its end, too', async () => {
    for (const who of ['alice', 'bob', 'nobody']) subscribe(who, connectionState$('Work', options));
    await outlook.settled();
    outlook.removeProfile('Work');
    await outlook.settled();
    expect(heard).toEqual(each('online', 'ERR_OFFLINE_OBJECT_GONE'));
  });

  it('is that of an end for want of an answer', async () => {
    const hold = outlook.holdNext('open', 'Work');
    for (const who of ['alice', 'bob', 'nobody']) {
      subscribe(who, connectionState$('Work', { ...options, timeout: 20 }));
    }
    await eventually(() => Object.values(heard).flat().length === 3, 'all were told');
    hold.release();
    expect(heard).toEqual(each('ERR_TIMEOUT'));
  });

  it('is changed for no other by who enters one inside next', async () => {
    subscribe('mallory', connectionState$('Work', options), () => {
      store.enterWith('a context that mallory entered');
    });
    for (const who of ['alice', 'bob', 'nobody']) subscribe(who, connectionState$('Work', options));
    await outlook.settled();
    await outlook.setState('Work', 'offline');
    const { mallory, ...others } = heard;
    expect(mallory).toHaveLength(2);
    expect(others).toEqual(each('online', 'offline'));
  });

  it('lasts while connectionStatus$ waits, and when it comes back', async () => {
    for (const who of ['alice', 'bob', 'nobody'])
      subscribe(who, connectionStatus$('Work', options));
    await outlook.settled();
    outlook.removeProfile('Work');
    await eventually(() => pauses.length === 3, 'all of them wait');
    for (let i = 0; i < 3; ++i) outlook.failNext('open', 0x8000_4005);
    store.run('mallory', () => outlook.addProfile('Work'));
    await eventually(() => pauses.length === 6, 'all of them have tried, and wait again');
    for (const changed of [...environment().table.placeWatchers]) {
      store.run('mallory', changed);
    }
    await eventually(() => Object.values(heard).flat().length === 15, 'all are back');
    expect(heard).toEqual(each('online', 'gone', 'no-such-profile', 'failed', 'online'));
  });

  it('is that of each who waits for one answer', async () => {
    for (const who of ['alice', 'bob', 'nobody']) subscribe(who, availability$(options));
    await eventually(() => Object.values(heard).flat().length === 3, 'all were told');
    expect(heard).toEqual(each('true'));
  });

  it('is nobody’s where a question is everybody’s', async () => {
    const { binary } = environment();
    const contexts: unknown[] = [];
    const available = jest.spyOn(binary, 'available').mockImplementation(() => {
      contexts.push(store.getStore());
      return false;
    });
    const listen = (): void => void contexts.push(store.getStore());
    diagnosticsChannel.subscribe('rx-outlook:error', listen);
    subscribe('alice', availability$(options));
    await eventually(() => heard['alice']!.length === 1, 'it was answered');
    diagnosticsChannel.unsubscribe('rx-outlook:error', listen);
    available.mockRestore();
    expect(contexts).toEqual([undefined, undefined]);
    expect(heard).toEqual({ alice: ['closing to alice'] });
  });

  it('goes on behind each promise', async () => {
    await store.run('alice', async () => {
      await profiles(options);
      const object = await openOfflineObject('Work', options);
      await object.setCurrentState('offline', { wait: true });
      await object.close();
      expect(store.getStore()).toBe('alice');
    });
  });
});

describe('what a subscription has left', () => {
  it.each([
    ['connectionState$', "connectionState$('Work', options)"],
    ['connectionStatus$', "connectionStatus$('Work', options)"],
    ['availability$', 'availability$(options)'],
  ])('keeps no store of whoever was the first: %s', async (_name, source$) => {
    const { stdout, stderr } = await runScript(
      `
      const { AsyncLocalStorage } = require('node:async_hooks');
      const { connectionState$, connectionStatus$, availability$ } = require('rx-outlook');
      const { embeddedOutlook } = require('rx-outlook/testing');
      const store = new AsyncLocalStorage();
      const options = { backend: 'embedded' };
      async function first() {
        const outlook = embeddedOutlook({ profiles: ['Work'] });
        await new Promise((resolve) => {
          const subscription = ${source$}.subscribe(() => {
            subscription.unsubscribe();
            resolve();
          });
        });
        await outlook.settled();
        outlook.close();
      }
      (async () => {
        let kept = {};
        const reference = new WeakRef(kept);
        await store.run(kept, first);
        kept = undefined;
        for (let i = 0; i < 20 && reference.deref() !== undefined; ++i) {
          await new Promise(setImmediate);
          gc();
        }
        console.log(reference.deref() === undefined ? 'collected' : 'kept');
      })();`,
      { args: ['--expose-gc'] },
    );
    expect([stdout, stderr]).toEqual(['collected\n', '']);
  });
});
