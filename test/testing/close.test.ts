import {
  connectionState$,
  connectionStateChange$,
  connectionStatus$,
  diagnostics,
  openOfflineObject,
} from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';

const options = { backend: 'embedded' } as const;
const rounds = [
  ['at once', () => Promise.resolve()],
  ['with its registrations made', (outlook: EmbeddedOutlook) => outlook.settled()],
] as const;

/** What is heard of a profile; an error that nobody handles would fail the file. */
function listen(profile: string) {
  const heard: string[] = [];
  const state = connectionState$(profile, options).subscribe({
    next: (value) => heard.push(value),
    complete: () => heard.push('complete'),
  });
  const change = connectionStateChange$(profile, options).subscribe({
    next: ({ phase }) => heard.push(phase),
    complete: () => heard.push('complete'),
  });
  return {
    heard,
    end: () => {
      state.unsubscribe();
      change.unsubscribe();
    },
  };
}

function statuses(profile: string) {
  const heard: string[] = [];
  const subscription = connectionStatus$(profile, options).subscribe(({ state, reason }) =>
    heard.push(reason ?? state),
  );
  return { heard, end: () => subscription.unsubscribe() };
}

describe('close() of an embeddedOutlook', () => {
  it.each(rounds)('is no event for streams of states and changes, %s', async (_when, settle) => {
    const outlook = embeddedOutlook({ profiles: ['Work', 'Home'] });
    const other = embeddedOutlook({ profiles: ['Other'] });
    const { heard, end } = listen('Work');
    const elsewhere = listen('Other');
    await settle(outlook);
    void outlook.setState('Work', 'offline'); // on its way to a queue
    const before = heard.length;
    outlook.close();
    expect(diagnostics().registrations).toBe(2);
    await other.settled();
    await other.setState('Other', 'offline');
    await outlook.settled();
    expect(heard).toHaveLength(before);
    const { advises, unadvises, registrations, references } = outlook.counters();
    expect([registrations, references, unadvises]).toEqual([0, 0, advises]);
    end(); // afterwards, as tests do
    expect(elsewhere.heard).toContain('done');
    elsewhere.end();
    other.close();
  });

  it('inside next is the end of that, too', async () => {
    const outlook = embeddedOutlook({ profiles: ['Work'] });
    const heard: string[] = [];
    const subscription = connectionState$('Work', options).subscribe((state) => {
      heard.push(state);
      outlook.close();
    });
    await outlook.settled();
    expect(heard).toEqual(['online']);
    expect(outlook.registrations()).toBe(0);
    subscription.unsubscribe();
  });

  it('leaves a subscription to the next profile of the name alone, also when it is called once more', async () => {
    const first = embeddedOutlook({ profiles: ['Work'] });
    const { end } = listen('Work');
    first.close();
    const next = embeddedOutlook({ profiles: ['Work'] });
    const again = listen('Work');
    first.close();
    end();
    await next.settled();
    await next.setState('Work', 'offline');
    expect(again.heard.at(-1)).toBe('done');
    again.end();
    next.close();
  });

  it('of shared profiles leaves those of the thread alone that hide them', async () => {
    const shared = embeddedOutlook({ profiles: ['Work'], shared: true });
    const own = embeddedOutlook({ profiles: ['Work'] });
    const { heard, end } = listen('Work');
    await own.settled();
    shared.close();
    await own.setState('Work', 'offline');
    expect(heard).toContain('done');
    end();
    own.close();
  });

  it('is none of an outlook that cannot be made: streams go on with the shared profile', async () => {
    const shared = embeddedOutlook({ profiles: ['Work'], shared: true });
    const own = embeddedOutlook({ profiles: ['Home'] });
    const { heard, end } = listen('Work');
    await shared.settled();
    expect(() => embeddedOutlook({ profiles: ['Work', 'Home'] })).toThrow('"Home" already');
    await shared.setState('Work', 'offline');
    expect(heard).toContain('done');
    end();
    own.close();
    shared.close();
  });

  it('rejects what is asked of an offline object, and a change that is waited for', async () => {
    const outlook = embeddedOutlook({ profiles: ['Work'] });
    const object = await openOfflineObject('Work', options);
    const hold = outlook.holdNext('change');
    const change = object.setCurrentState('offline', { wait: true });
    const rejected = expect(change).rejects.toMatchObject({ code: 'ERR_OFFLINE_OBJECT_GONE' });
    await hold.entered;
    outlook.close();
    await rejected;
    await expect(object.currentState()).rejects.toMatchObject({ hresult: 0x8004_010a });
    await object.close();
  });

  it('lets removeProfile() play the loss', async () => {
    const outlook = embeddedOutlook({ profiles: ['Work'] });
    const errors: unknown[] = [];
    connectionState$('Work', options).subscribe({
      error: ({ code }: { code: string }) => errors.push(code),
    });
    await outlook.settled();
    outlook.removeProfile('Work');
    await outlook.settled();
    expect(errors).toEqual(['ERR_OFFLINE_OBJECT_GONE']);
    outlook.close();
  });
});

describe('await using an embeddedOutlook', () => {
  it('closes it, and resolves when each Unadvise has been made', async () => {
    const outlook = embeddedOutlook({ profiles: ['Work'] });
    const { heard, end } = listen('Work');
    await outlook.settled();
    await outlook[Symbol.asyncDispose]();
    const { unadvises, references } = outlook.counters();
    expect([heard, unadvises, references]).toEqual([['online'], 2, 0]);
    end();
  });
});

describe('connectionStatus$ comes back without a pause', () => {
  it.each(rounds)('with the outlook that follows a close(), %s', async (_when, settle) => {
    const first = embeddedOutlook({ profiles: ['Work'] });
    const { heard, end } = statuses('Work');
    await first.settled();
    first.close();
    await settle(first);
    const next = embeddedOutlook({ profiles: ['Work'] });
    await next.settled();
    expect(heard).toEqual(['online', 'no-such-profile', 'online']);
    end();
    next.close();
  });

  it.each(rounds)('with addProfile() behind a removeProfile(), %s', async (_when, settle) => {
    const outlook = embeddedOutlook({ profiles: ['Work'] });
    const { heard, end } = statuses('Work');
    await outlook.settled();
    outlook.removeProfile('Work');
    await settle(outlook);
    outlook.addProfile('Work');
    await outlook.settled();
    expect(heard.filter((one) => one !== 'no-such-profile')).toEqual(['online', 'gone', 'online']);
    end();
    outlook.close();
  });

  it('with the first outlook of all, however often another profile comes', async () => {
    const none = embeddedOutlook({ profiles: [] });
    const { heard, end } = statuses('Work');
    await none.settled();
    none.addProfile('Home');
    await none.settled();
    expect(heard).toEqual(['no-such-profile']);
    const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
    await outlook.settled();
    expect(heard).toEqual(['no-such-profile', 'online']);
    end();
    outlook.close();
    none.close();
  });
});
