import diagnosticsChannel from 'node:diagnostics_channel';
import { availability$, OfflineStateError, profiles } from 'rx-outlook';
import { firstValueFrom } from 'rxjs';
import { environment } from '../../lib/environment.js';
import { hexOf, hresults, named, nameOf } from './documented.js';

/**
 * What is asked of no profile: the embedded Outlook has no way to fail it, so the binary is asked here what
 * it is to answer.
 */
function answers(call: 'available' | 'listProfiles', hresult: number): void {
  const { binary, table } = environment();
  jest.spyOn(binary, call).mockImplementation((_backend, request) => {
    // The request is expected once it has been sent.
    setImmediate(() => {
      const answered = table.requests.get(request)!;
      table.requests.delete(request);
      answered({ hresult: hresult | 0, value: 0, count: 0 });
    });
    return true;
  });
}

describe('a request about no profile that fails', () => {
  const published: unknown[] = [];
  const hear = (message: unknown): void => void published.push(message);
  beforeEach(() => {
    published.length = 0;
    diagnosticsChannel.subscribe('rx-outlook:error', hear);
  });
  afterEach(() => {
    diagnosticsChannel.unsubscribe('rx-outlook:error', hear);
    jest.restoreAllMocks();
    const { keptAlive, placeWatchers, requests } = environment().table;
    expect([keptAlive, placeWatchers.size, requests.size]).toEqual([0, 0, 0]);
  });

  const assertDocumented = (error: unknown, operation: string, hresult: number): void => {
    expect(error).toBeInstanceOf(OfflineStateError);
    expect(error).toMatchObject({ code: nameOf(hresult), hresult, operation });
    expect(error).not.toHaveProperty('profile');
    const said =
      nameOf(hresult) === hexOf(hresult)
        ? hexOf(hresult)
        : `${nameOf(hresult)} (${hexOf(hresult)})`;
    const { message } = error as OfflineStateError;
    expect(message).toContain(`${operation} failed: ${said}. `);
    expect(message).toMatch(/\. [A-Z].+\.$/);
  };

  it.each(hresults.map((hresult) => [nameOf(hresult), hresult] as const))(
    'profiles() rejects with %s, and publishes it once',
    async (_name, hresult) => {
      answers('listProfiles', hresult);
      const error: unknown = await profiles({ backend: 'embedded' }).catch(
        (reason: unknown) => reason,
      );
      assertDocumented(error, 'profiles', hresult);
      expect(published).toEqual([{ profile: undefined, error }]);
    },
  );

  it.each(hresults.map((hresult) => [nameOf(hresult), hresult] as const))(
    'availability$ says that there is none for %s, and publishes it once',
    async (_name, hresult) => {
      answers('available', hresult);
      const found = await firstValueFrom(availability$({ backend: 'embedded' }));
      const reason = hresult === named.E_OUTOFMEMORY ? 'limit' : 'failed';
      expect(found).toEqual({ available: false, reason });
      expect(published).toHaveLength(1);
      const [{ profile, error }] = published as [{ profile?: string; error: unknown }];
      expect(profile).toBeUndefined();
      assertDocumented(error, 'available', hresult);
    },
  );
});
