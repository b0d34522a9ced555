import { connectionState$, connectionStateChange$ } from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { environment } from '../../lib/environment.js';

const options = { backend: 'embedded' } as const;

describe('embeddedOutlook', () => {
  let outlook: EmbeddedOutlook;
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: ['Work', 'Home'] });
  });
  afterEach(() => {
    outlook.close();
  });

  function watch(profile: string) {
    const seen: string[] = [];
    const subscription = connectionState$(profile, options).subscribe({
      next: (state) => seen.push(state),
      error: (error: { code: string }) => seen.push(error.code),
    });
    return { seen, end: () => subscription.unsubscribe() };
  }

  it('has its profiles, which start online', async () => {
    expect(outlook.profiles).toEqual(['Work', 'Home']);
    const [work, home] = [watch('Work'), watch('Home')];
    await outlook.settled();
    expect([work.seen, home.seen]).toEqual([['online'], ['online']]);
    work.end();
    home.end();
  });

  it('delivers what was notified before a promise of its resolves', async () => {
    const { seen, end } = watch('Work');
    await outlook.settled();
    await outlook.setState('Work', 'offline');
    expect(seen).toEqual(['online', 'offline']);
    await outlook.setState('Work', 'offline');
    await outlook.play([
      { profile: 'Work', state: 'online' },
      { at: 5, profile: 'Work', state: 'offline' },
      { at: 1, profile: 'Home', state: 'offline' },
      { at: 5, profile: 'Work', state: 'online' },
    ]);
    expect(seen).toEqual(['online', 'offline', 'online', 'offline', 'online']);
    end();
  });

  it('plays an empty script', async () => {
    await expect(outlook.play([])).resolves.toBeUndefined();
  });

  it('ends a script early, and resolves it, when its profile goes', async () => {
    const played = outlook.play([{ at: 1_000_000, profile: 'Work', state: 'offline' }]);
    outlook.removeProfile('Work');
    await expect(played).resolves.toBeUndefined();
  });

  it('counts per profile and in all', async () => {
    const recorders = [watch('Work'), watch('Work'), watch('Home')];
    await outlook.settled();
    expect([outlook.registrations(), outlook.registrations('Work')]).toEqual([3, 2]);
    recorders[0]?.end();
    await outlook.settled();
    expect(outlook.counters('Work')).toEqual({
      advises: 2,
      unadvises: 1,
      registrations: 1,
      references: 1,
      callingThreads: 1,
    });
    expect(outlook.counters()).toMatchObject({ advises: 3, unadvises: 1, registrations: 2 });
    for (const { end } of recorders) end();
  });

  it('fails and holds calls of one profile, or of whichever comes first', async () => {
    outlook.failNext('open', 0x80004005, 'Home');
    outlook.failNext('advise', -2147467259);
    const work = watch('Work');
    const home = watch('Home');
    await outlook.settled();
    expect([work.seen, home.seen]).toEqual([['E_FAIL'], ['E_FAIL']]);

    const hold = outlook.holdNext('getCurrentState', 'Home');
    const [free, held] = [watch('Work'), watch('Home')];
    await hold.entered;
    hold[Symbol.dispose]();
    hold.release();
    await outlook.settled();
    expect([free.seen, held.seen]).toEqual([['online'], ['online']]);
    free.end();
    held.end();
  });

  it('takes back a hold that no call has met', async () => {
    outlook.holdNext('advise').release();
    const { seen, end } = watch('Work');
    await outlook.settled();
    expect(seen).toEqual(['online']);
    end();
  });

  it('tells holds of the same call apart', async () => {
    const first = outlook.holdNext('advise');
    const second = outlook.holdNext('advise');
    const { seen, end } = watch('Work');
    await first.entered;
    second.release();
    await second.entered;
    expect(seen).toEqual([]);
    first.release();
    await outlook.settled();
    expect(seen).toEqual(['online']);
    end();
  });

  it('floods until it is stopped, or as often as it is told', async () => {
    let changes = 0;
    const subscription = connectionStateChange$('Work', options).subscribe(({ merged }) => {
      changes += merged;
    });
    await outlook.settled();
    await expect(outlook.flood('Work', { changes: 1001, threads: 3 }).done).resolves.toBe(1001);
    expect(changes).toBe(1001);
    const flood = outlook.flood('Work');
    const made = await flood.stop();
    expect(changes).toBe(1001 + made);
    await expect(flood.stop()).resolves.toBe(made);
    subscription.unsubscribe();
  });

  it('gives a new profile to those who ask, and takes it away', async () => {
    outlook.addProfile('Later');
    const { seen } = watch('Later');
    await outlook.settled();
    outlook.removeProfile('Later');
    await outlook.settled();
    expect(seen).toEqual(['online', 'ERR_OFFLINE_OBJECT_GONE']);
    expect(outlook.profiles).toContain('Later');
    expect(outlook.counters('Later')).toMatchObject({ advises: 1, unadvises: 1 });
    outlook.addProfile('Later');
    expect(outlook.counters('Later').advises).toBe(0);
  });

  it('refuses a name that exists, and leaves nothing half made behind', () => {
    expect(() => embeddedOutlook({ profiles: ['Other', 'Work'] })).toThrow(
      /has a profile "Work" already, which is of this thread/,
    );
    embeddedOutlook({ profiles: ['Other'] }).close();
  });

  it('reports what else goes wrong as it is', () => {
    const failure = new Error('no memory');
    jest.spyOn(environment().binary, 'EmbeddedProfile').mockImplementation(() => {
      throw failure;
    });
    expect(() => {
      outlook.addProfile('Other');
    }).toThrow(failure);
    jest.restoreAllMocks();
  });

  it('does nothing more once it is closed, and says so', () => {
    outlook.close();
    const closed = /This embeddedOutlook is closed .* make another one with embeddedOutlook/;
    const raw = { type: 2, previous: 2, current: 1 };
    const calls: ((handle: EmbeddedOutlook) => unknown)[] = [
      (o) => o.addProfile('Other'),
      (o) => o.setState('Work', 'offline'),
      (o) => o.play([{ profile: 'Work', state: 'offline' }]),
      (o) => o.setRawState('Work', 1),
      (o) => o.setCapabilities('Work', { online: true, offline: true }),
      (o) => o.flood('Work'),
      (o) => o.failNext('open', 0x80004005),
      (o) => o.holdNext('open', 'Work'),
      (o) => o.notifyRaw('Work', raw),
      (o) => o.duringAdvise('Work', 'offline'),
      (o) => o.duringUnadvise('Work', 'offline'),
    ];
    for (const call of calls) expect(() => call(outlook)).toThrow(closed);
    expect(outlook.registrations()).toBe(0);
  });

  it('lets go of what it held for all its profiles when it is closed', async () => {
    const hold = outlook.holdNext('open');
    const { seen } = watch('Home');
    await hold.entered;
    outlook.close();
    await outlook.settled();
    expect(seen).toEqual([]);
    expect(outlook.counters()).toMatchObject({ registrations: 0, references: 0 });
  });

  it('frees its names when it is closed, any number of times', async () => {
    const { seen } = watch('Work');
    await outlook.settled();
    outlook.close();
    outlook[Symbol.dispose]();
    const again = embeddedOutlook({ profiles: ['Work'] });
    await again.settled();
    expect(seen).toEqual(['online']);
    expect(outlook.registrations()).toBe(0);
    again.close();
  });

  it('takes names in any Unicode', async () => {
    const name = 'Büro 日本 📬 \u0301';
    outlook.addProfile(name);
    const { seen, end } = watch(name);
    await outlook.settled();
    expect(seen).toEqual(['online']);
    end();
  });

  it('has nothing to plan for without a profile', () => {
    const empty = embeddedOutlook({ profiles: [] });
    expect(() => {
      empty.failNext('open', 0x80004005);
    }).toThrow(/has no profile yet/);
    empty.close();
  });
});
