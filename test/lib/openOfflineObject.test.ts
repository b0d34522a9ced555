import { getEventListeners } from 'node:events';
import { diagnostics, openOfflineObject } from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { heldBack } from '../fixtures/heldBack.js';

const backend = 'embedded';

describe('an open offline object', () => {
  let outlook: EmbeddedOutlook;
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: ['Work'] });
  });
  afterEach(async () => {
    await outlook.settled();
    expect(outlook.counters()).toMatchObject({ registrations: 0, references: 0 });
    outlook.close();
  });

  it('tells its profile, capabilities and state', async () => {
    outlook.setCapabilities('Work', { online: false, offline: true });
    const object = await openOfflineObject('Work', { backend });
    expect(object.profile).toBe('Work');
    await expect(object.capabilities()).resolves.toEqual({ online: false, offline: true });
    await expect(object.currentState()).resolves.toBe('online');
    expect(outlook.counters().references).toBe(1);
    await object.close();
  });

  it('sets the state without waiting when not asked to', async () => {
    const object = await openOfflineObject('Work', { backend });
    const hold = outlook.holdNext('change');
    await object.setCurrentState('offline');
    await hold.entered;
    await expect(object.currentState()).resolves.toBe('online');
    hold.release();
    await outlook.setState('Work', 'offline'); // behind the one that was held
    await expect(object.currentState()).resolves.toBe('offline');
    expect(outlook.counters().advises).toBe(0);
    await object.close();
  });

  it('refuses another change while one is under way, waiting or not', async () => {
    const object = await openOfflineObject('Work', { backend });
    const hold = outlook.holdNext('change');
    const change = object.setCurrentState('offline', { wait: true });
    await hold.entered;
    for (const wait of [false, true]) {
      await expect(object.setCurrentState('online', { wait })).rejects.toMatchObject({
        code: 'E_PENDING',
        operation: 'SetCurrentState',
        message: expect.stringMatching(
          /try again after connectionStateChange\$ has emitted done/,
        ) as unknown,
      });
    }
    hold.release();
    await change;
    await object.close();
  });

  it('waits for DONE also when another changes the state between the snapshot and the request', async () => {
    const object = await openOfflineObject('Work', { backend });
    const hold = outlook.holdNext('setCurrentState');
    const change = object.setCurrentState('online', { wait: true });
    await hold.entered;
    await outlook.setState('Work', 'offline');
    hold.release();
    await change;
    await expect(object.currentState()).resolves.toBe('online');
    await object.close();
  });

  it('is not taken in by a change of somebody else’s that was done before the request', async () => {
    const object = await openOfflineObject('Work', { backend });
    const reading = outlook.holdNext('getCurrentState');
    const settled = jest.fn();
    const change = object.setCurrentState('offline', { wait: true }).then(settled);
    await reading.entered; // registered, and not asked for yet
    await outlook.setState('Work', 'offline');
    await outlook.setState('Work', 'online');
    const ours = outlook.holdNext('change');
    reading.release();
    await ours.entered;
    await expect(object.currentState()).resolves.toBe('online');
    expect(settled).not.toHaveBeenCalled();
    ours.release();
    await change;
    await expect(object.currentState()).resolves.toBe('offline');
    await object.close();
  });

  it('sees its DONE also inside a merged notification', async () => {
    const object = await openOfflineObject('Work', { backend });
    const hold = outlook.holdNext('change');
    const change = object.setCurrentState('offline', { wait: true });
    await hold.entered;
    // JavaScript is busy all the while: the queue is full when DONE comes, and the state goes on.
    const before = diagnostics();
    const beBusyUntilReceived = (count: number): void => {
      while (diagnostics().received < before.received + count);
    };
    const past = outlook.flood('Work', { changes: 70_000 });
    beBusyUntilReceived(70_000);
    hold.release();
    beBusyUntilReceived(70_002);
    const future = outlook.flood('Work', { changes: 1_001 });
    beBusyUntilReceived(71_003);
    await Promise.all([past.done, future.done, change]);
    expect(diagnostics().merged).toBeGreaterThan(before.merged);
    await object.close();
  });

  it('waits no longer than for the target when it was there already', async () => {
    const object = await openOfflineObject('Work', { backend });
    await outlook.setState('Work', 'offline');
    await outlook.setState('Work', 'online');
    await object.setCurrentState('online', { wait: true });
    await object.close();
  });

  it('names the missing capability', async () => {
    outlook.setCapabilities('Work', { online: true, offline: false });
    const object = await openOfflineObject('Work', { backend });
    await expect(object.setCurrentState('offline')).rejects.toMatchObject({
      code: 'MAPI_E_NO_SUPPORT',
    });
    await object.close();
  });

  it('gives up waiting on a signal, with the signal’s reason, and leaves no registration', async () => {
    const object = await openOfflineObject('Work', { backend });
    const reason = new Error('enough');
    for (const wait of [true, false]) {
      const controller = new AbortController();
      const hold = outlook.holdNext(wait ? 'change' : 'setCurrentState');
      const state = wait ? 'offline' : 'online';
      const change = object.setCurrentState(state, { wait, signal: controller.signal });
      await hold.entered;
      controller.abort(reason);
      await expect(change).rejects.toBe(reason);
      hold.release();
      await outlook.settled();
      expect(outlook.registrations()).toBe(0);
    }
    const signal = AbortSignal.abort(reason);
    await expect(object.setCurrentState('offline', { signal })).rejects.toBe(reason);
    await object.close();
  });

  it('asks for no state on behalf of one that has given up waiting', async () => {
    const object = await openOfflineObject('Work', { backend });
    const controller = new AbortController();
    const hold = outlook.holdNext('setCurrentState');
    const change = object.setCurrentState('offline', { wait: true, signal: controller.signal });
    await hold.entered;
    controller.abort();
    await expect(change).rejects.toMatchObject({ name: 'AbortError' });
    outlook.failNext('getCurrentState', 0x80004005);
    hold.release();
    await outlook.settled();
    await expect(object.currentState()).rejects.toMatchObject({ code: 'E_FAIL' }); // the next is this one
    await object.close();
  });

  it.each(['answered', 'failed'])(
    'says no more of a change that is complete when the state it has asked for is %s',
    async (late) => {
      const object = await openOfflineObject('Work', { backend });
      const said = await heldBack(async () => {
        const accepting = outlook.holdNext('setCurrentState');
        const change = object.setCurrentState('online', { wait: true });
        await accepting.entered;
        const asking = outlook.holdNext('getCurrentState');
        accepting.release();
        await asking.entered;
        await outlook.notifyRaw('Work', { type: 3, previous: 1, current: 2 });
        await change;
        if (late === 'failed') outlook.failNext('getCurrentState', 0x80004005);
        asking.release();
        await outlook.settled();
      });
      expect(said).toEqual([]);
      await object.close();
    },
  );

  it('takes any signal, as of another realm', async () => {
    const signal = {
      aborted: true,
      reason: 'on purpose',
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    } as unknown as AbortSignal;
    const object = await openOfflineObject('Work', { backend });
    await expect(object.setCurrentState('offline', { signal })).rejects.toBe('on purpose');
    await object.close();
  });

  it('waits eleven times and more on one signal with one listener, and gives each its end', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const listeners = (): number => getEventListeners(signal, 'abort').length;
    const warned = jest.fn();
    process.on('warning', warned);
    const object = await openOfflineObject('Work', { backend });
    const hold = outlook.holdNext('setCurrentState', 'Work');
    const waiting = Array.from({ length: 20 }, () =>
      object.setCurrentState('offline', { signal }).catch((reason: unknown) => reason),
    );
    await hold.entered;
    expect(listeners()).toBe(1);
    controller.abort('on purpose');
    expect(await Promise.all(waiting)).toEqual(Array(20).fill('on purpose'));
    expect(listeners()).toBe(0);
    hold.release();
    await object.close();
    await new Promise(setImmediate); // warnings come in a turn of their own
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it('takes a signal that never fires', async () => {
    const object = await openOfflineObject('Work', { backend });
    const { signal } = new AbortController();
    await object.setCurrentState('offline', { wait: true, signal });
    await expect(object.currentState()).resolves.toBe('offline');
    await object.close();
  });

  it('rejects the waiting when the object goes away', async () => {
    const object = await openOfflineObject('Work', { backend });
    const hold = outlook.holdNext('change');
    const change = object.setCurrentState('offline', { wait: true });
    await hold.entered;
    outlook.removeProfile('Work');
    await expect(change).rejects.toMatchObject({ code: 'ERR_OFFLINE_OBJECT_GONE' });
    await expect(object.currentState()).rejects.toMatchObject({
      code: 'ERR_OFFLINE_OBJECT_GONE',
      operation: 'GetCurrentState',
    });
    hold.release();
    await object.close();
  });

  it('is closed once, however often, and says so afterwards', async () => {
    const object = await openOfflineObject('Work', { backend });
    const closed = object.close();
    expect(object.close()).toBe(closed);
    await closed;
    await object[Symbol.asyncDispose]();
    expect(outlook.counters().references).toBe(0);
    await expect(object.currentState()).rejects.toMatchObject({
      code: 'ERR_OFFLINE_OBJECT_CLOSED',
      operation: 'GetCurrentState',
      message: expect.stringMatching(/Open it again with openOfflineObject/) as unknown,
    });
    await expect(object.setCurrentState('online', { wait: true })).rejects.toMatchObject({
      code: 'ERR_OFFLINE_OBJECT_CLOSED',
    });
  });

  it('that is opened too late is released, and the caller has long been told', async () => {
    const hold = outlook.holdNext('open');
    await expect(openOfflineObject('Work', { backend, timeout: 10 })).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      operation: 'HrOpenOfflineObj',
    });
    hold.release();
    await outlook.settled();
  });

  it('answers late without harm', async () => {
    const object = await openOfflineObject('Work', { backend, timeout: 1_000 });
    const hold = outlook.holdNext('getCurrentState');
    await expect(object.currentState()).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    hold.release();
    await outlook.settled();
    await expect(object.currentState()).resolves.toBe('online');
    await object.close();
  });
});
