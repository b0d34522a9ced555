import diagnosticsChannel from 'node:diagnostics_channel';
import {
  connectionState$,
  type DiagnosticsChannels,
  OfflineStateError,
  profiles,
} from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { environment } from '../../lib/environment.js';
import { lacksBackend, missingBackend } from '../contract/built.js';

const backend = 'embedded';

describe('profiles', () => {
  let outlook: EmbeddedOutlook;
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: [] });
  });
  afterEach(() => {
    outlook.close();
  });

  it('gives the names in their order, those of other scripts too, and never one that is removed', async () => {
    for (const name of ['Work', 'Home', 'Büro 会社']) outlook.addProfile(name);
    await expect(profiles({ backend })).resolves.toEqual(['Büro 会社', 'Home', 'Work']);
    outlook.removeProfile('Home');
    await expect(profiles({ backend })).resolves.toEqual(['Büro 会社', 'Work']);
  });

  it('gives an empty array when there is no profile', async () => {
    await expect(profiles({ backend })).resolves.toEqual([]);
  });

  it('answers each of many requests at once', async () => {
    outlook.addProfile('Work');
    const all = await Promise.all(Array.from({ length: 50 }, () => profiles({ backend })));
    expect(all).toEqual(Array.from({ length: 50 }, () => ['Work']));
  });

  it('leaves out each name that no call takes, and tells of it on the channel', async () => {
    const named = ['Work', '', 'Wo\0rk', 'Wo\uD800rk', '\uDC00', 'Home'];
    const take = jest.spyOn(environment().binary, 'takeProfiles').mockReturnValue(named);
    const errors: unknown[] = [];
    const listen = (message: unknown): void =>
      void errors.push((message as DiagnosticsChannels['rx-outlook:error']).error);
    diagnosticsChannel.subscribe('rx-outlook:error', listen);
    const names = await profiles({ backend });
    diagnosticsChannel.unsubscribe('rx-outlook:error', listen);
    take.mockRestore();
    expect(names).toEqual(['Work', 'Home']);
    for (const name of names) expect(() => connectionState$(name)).not.toThrow();
    expect(errors).toHaveLength(4);
    for (const error of errors) {
      expect(error).toBeInstanceOf(OfflineStateError);
      expect(error).toMatchObject({ code: 'ERR_PROFILE_NAME', operation: 'profiles' });
    }
    expect(String(errors[1])).toMatch(/must not contain NUL. Received "Wo\\u0000rk"/);
  });

  it('rejects with an error of its own when there is no memory for the names', async () => {
    const take = jest.spyOn(environment().binary, 'takeProfiles').mockImplementation(() => {
      throw new Error('std::bad_alloc');
    });
    const error = await profiles({ backend }).catch((reason: unknown) => reason);
    take.mockRestore();
    expect(error).toBeInstanceOf(OfflineStateError);
    expect(error).toMatchObject({ code: 'ERR_OUT_OF_RESOURCES', operation: 'profiles' });
  });

  it('opens and registers nothing', async () => {
    outlook.addProfile('Work');
    await profiles({ backend });
    expect(outlook.counters()).toMatchObject({ advises: 0, references: 0, callingThreads: 0 });
  });

  it('rejects with ERR_TIMEOUT when the backend is held elsewhere, and lists again afterwards', async () => {
    outlook.addProfile('Work');
    const hold = outlook.holdNext('open');
    const subscription = connectionState$('Work', { backend }).subscribe();
    await hold.entered;
    const error = await profiles({ backend, timeout: 20 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT', operation: 'profiles' });
    expect(error).not.toHaveProperty('profile');
    expect(String(error)).toMatch(/profiles did not answer within 20 ms\. Outlook may be busy/);
    hold.release();
    await expect(profiles({ backend })).resolves.toEqual(['Work']);
    subscription.unsubscribe();
    await outlook.settled();
    expect(outlook.registrations()).toBe(0);
  });

  (lacksBackend ? it : it.skip)(
    'rejects where there is no backend to ask, and says so on the channel, without a profile',
    async () => {
      const said: unknown[] = [];
      const listen = (message: unknown): void => void said.push(message);
      diagnosticsChannel.subscribe('rx-outlook:error', listen);
      const error: unknown = await profiles({ backend: missingBackend }).catch(
        (reason: unknown) => reason,
      );
      diagnosticsChannel.unsubscribe('rx-outlook:error', listen);
      expect(error).toMatchObject({ code: 'ERR_BACKEND_UNAVAILABLE' });
      expect(said).toEqual([{ profile: undefined, error }]);
    },
  );
});
