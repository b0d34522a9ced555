import diagnosticsChannel from 'node:diagnostics_channel';
import {
  connectionState$,
  connectionStateChange$,
  diagnostics,
  type DiagnosticsChannels,
  type OfflineStateError,
  openOfflineObject,
} from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { lacksBackend, missingBackend } from '../contract/built.js';
import { heldBack } from '../fixtures/heldBack.js';

const backend = 'embedded';
type Name = keyof DiagnosticsChannels;
const names: readonly Name[] = [
  'rx-outlook:advise',
  'rx-outlook:unadvise',
  'rx-outlook:error',
  'rx-outlook:overflow',
];

describe('the diagnostics', () => {
  let outlook: EmbeddedOutlook;
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: ['Work', 'Home'] });
  });
  afterEach(async () => {
    await outlook.settled();
    expect(outlook.registrations()).toBe(0);
    outlook.close();
  });

  it('count batches, tell the largest, and what waits in the queue while JavaScript is busy', async () => {
    const subscription = connectionStateChange$('Work', { backend }).subscribe();
    await outlook.settled();
    const before = diagnostics();
    expect(before.queueDepth).toBe(0);
    const flood = outlook.flood('Work', { changes: 10_000 });
    while (diagnostics().received < before.received + 10_000);
    expect(diagnostics().queueDepth).toBeGreaterThanOrEqual(10_000);
    await flood.done;
    await outlook.settled();
    const after = diagnostics();
    expect(after.queueDepth).toBe(0);
    expect(after.batches).toBeGreaterThan(before.batches);
    expect(after.largestBatch).toBeGreaterThan(1);
    expect(after.received - before.received).toBe(10_000);
    expect(after.delivered - before.delivered).toBe(10_000);
    subscription.unsubscribe();
  });

  it('count what waits for a snapshot as waiting', async () => {
    const before = diagnostics();
    const hold = outlook.holdNext('getCurrentState');
    const subscription = connectionStateChange$('Work', { backend }).subscribe();
    await hold.entered;
    await outlook.setState('Work', 'offline');
    const { received, delivered, queueDepth } = diagnostics();
    expect([received - before.received, delivered - before.delivered, queueDepth]).toEqual([
      3, 0, 3,
    ]);
    hold.release();
    await outlook.settled();
    expect(diagnostics()).toMatchObject({ delivered: before.delivered + 3, queueDepth: 0 });
    subscription.unsubscribe();
  });

  it('account for every notification while a flood goes on', async () => {
    const subscription = connectionStateChange$('Work', { backend }).subscribe();
    await outlook.settled();
    const flood = outlook.flood('Work', { threads: 2 });
    for (let turn = 0; turn < 50; ++turn) {
      await new Promise(setImmediate);
      const { received, delivered, merged, dropped, queueDepth } = diagnostics();
      // Answers and states wait in the queue, too.
      expect(received - delivered - merged - dropped).toBeLessThanOrEqual(queueDepth);
    }
    await flood.stop();
    subscription.unsubscribe();
  });
});

describe('the diagnostics channels', () => {
  let outlook: EmbeddedOutlook;
  let heard: [Name, object][];
  const listeners = names.map((name) => {
    const listen = (message: unknown): void => void heard.push([name, message as object]);
    return [name, listen] as const;
  });

  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: ['Work'] });
    heard = [];
    for (const [name, listen] of listeners) diagnosticsChannel.subscribe(name, listen);
  });
  afterEach(() => {
    for (const [name, listen] of listeners) diagnosticsChannel.unsubscribe(name, listen);
    outlook.close();
  });

  it('tell of each Advise and its Unadvise', async () => {
    const subscription = connectionState$('Work', { backend }).subscribe();
    await outlook.settled();
    subscription.unsubscribe();
    const about = { profile: 'Work', backend };
    expect(heard).toEqual([
      ['rx-outlook:advise', about],
      ['rx-outlook:unadvise', about],
    ]);
    await outlook.settled();
  });

  (lacksBackend ? it : it.skip)(
    'tell of each error of a stream, whether it had begun or not, and of a request',
    async () => {
      const errors: unknown[] = [];
      const observer = { error: (error: unknown) => errors.push(error) };
      connectionState$('None', { backend }).subscribe(observer);
      await outlook.settled();
      connectionState$('Work', { backend: missingBackend }).subscribe(observer);
      await openOfflineObject('None', { backend }).catch(observer.error);
      await openOfflineObject('Work', { backend: missingBackend }).catch(observer.error);
      const object = await openOfflineObject('Work', { backend });
      await object.close();
      await object.currentState().catch(observer.error);
      const about = { profile: 'None', backend };
      expect(errors).toHaveLength(5);
      expect(heard).toEqual([
        ['rx-outlook:advise', about],
        ['rx-outlook:error', { profile: 'None', error: errors[0] }],
        ['rx-outlook:unadvise', about],
        ['rx-outlook:error', { profile: 'Work', error: errors[1] }],
        ['rx-outlook:error', { profile: 'None', error: errors[2] }],
        ['rx-outlook:error', { profile: 'Work', error: errors[3] }],
        ['rx-outlook:error', { profile: 'Work', error: errors[4] }],
      ]);
    },
  );

  it('tell of an Unadvise that fails, for no stream is left to be told', async () => {
    const subscription = connectionState$('Work', { backend }).subscribe();
    await outlook.settled();
    outlook.failNext('unadvise', 0x80004005);
    subscription.unsubscribe();
    await outlook.settled();
    expect(heard.slice(2)).toEqual([
      [
        'rx-outlook:error',
        {
          profile: 'Work',
          error: expect.objectContaining({
            name: 'OfflineStateError',
            code: 'E_FAIL',
            operation: 'Unadvise',
            hresult: 0x80004005,
            message: expect.stringMatching(
              /^Unadvise failed for profile "Work": E_FAIL\./,
            ) as string,
          }) as OfflineStateError,
        },
      ],
    ]);
    // The object has kept it, as it said, and whatever it still says is nobody's.
    expect(outlook.registrations()).toBe(1);
    const { dropped } = diagnostics();
    await outlook.setState('Work', 'offline');
    await outlook.settled();
    expect(diagnostics().dropped).toBe(dropped + 3);
  });

  it('tell of a failure first, and the stream that is left for it says nothing', async () => {
    const error = jest.fn();
    const subscription = connectionState$('None', { backend }).subscribe({ error });
    const leave = (): void => {
      subscription.unsubscribe();
    };
    diagnosticsChannel.subscribe('rx-outlook:error', leave);
    const said = await heldBack(() => outlook.settled());
    diagnosticsChannel.unsubscribe('rx-outlook:error', leave);
    expect(heard.map(([name]) => name)).toEqual([
      'rx-outlook:advise',
      'rx-outlook:error',
      'rx-outlook:unadvise',
    ]);
    expect(error).not.toHaveBeenCalled();
    expect(said).toEqual([]);
  });

  it('tell of an overflow how many notifications one stands for', async () => {
    const merged: number[] = [];
    const subscription = connectionStateChange$('Work', { backend }).subscribe((change) => {
      if (change.merged > 1) merged.push(change.merged);
    });
    await outlook.settled();
    const { received } = diagnostics();
    const flood = outlook.flood('Work', { changes: 70_000 });
    while (diagnostics().received < received + 70_000);
    await flood.done;
    subscription.unsubscribe();
    expect(merged.length).toBeGreaterThan(0);
    expect(heard.filter(([name]) => name === 'rx-outlook:overflow')).toEqual(
      merged.map((count) => ['rx-outlook:overflow', { profile: 'Work', backend, merged: count }]),
    );
    await outlook.settled();
  });
});
