import {
  availability$,
  connectionState$,
  connectionStatus$,
  diagnostics,
  openOfflineObject,
} from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { firstValueFrom } from 'rxjs';
import { environment } from '../../lib/environment.js';
import { eventually } from '../contract/tools.js';

const options = { backend: 'embedded' } as const;
const tooLate = { code: 'ERR_ENVIRONMENT_CLOSED' };

let outlook: EmbeddedOutlook;
beforeEach(() => {
  outlook = embeddedOutlook({ profiles: ['Work'] });
});
afterEach(() => {
  jest.restoreAllMocks();
  outlook.close();
});

/** The binary answers false to everything once its environment has closed; see process.test.ts. */
describe('an environment that has closed', () => {
  it('refuses subscriptions and keeps no trace of them', async () => {
    const before = diagnostics().registrations;
    jest.spyOn(environment().binary, 'subscribe').mockReturnValue(false);
    await expect(firstValueFrom(connectionState$('Work', options))).rejects.toMatchObject({
      ...tooLate,
      message: 'Advise came too late for profile "Work": this process or worker is ending.',
    });
    expect(diagnostics().registrations).toBe(before);
  });

  it('is closing, to the streams that never error', async () => {
    const { binary } = environment();
    jest.spyOn(binary, 'subscribe').mockReturnValue(false);
    jest.spyOn(binary, 'available').mockReturnValue(false);
    const told: unknown[] = [];
    const subscription = connectionStatus$('Work', options).subscribe(({ reason }) =>
      told.push(reason),
    );
    subscription.add(availability$(options).subscribe((found) => told.push(found)));
    await eventually(() => told.length === 2, 'both have said so');
    expect(told).toEqual(['closing', { available: false, reason: 'closing' }]);
    subscription.unsubscribe();
  });

  it('refuses requests', async () => {
    jest.spyOn(environment().binary, 'open').mockReturnValue(false);
    await expect(openOfflineObject('Work', options)).rejects.toMatchObject(tooLate);
    jest.spyOn(environment().binary, 'settle').mockReturnValue(false);
    await expect(outlook.settled()).rejects.toMatchObject(tooLate);
  });
});

describe('a process at its limit of threads', () => {
  const reason = new Error('Resource temporarily unavailable');
  const outOfResources = {
    code: 'ERR_OUT_OF_RESOURCES',
    cause: reason,
    message: expect.stringMatching(
      /cannot be started for profile "Work": Resource temporarily unavailable\. .* try again\.$/,
    ) as unknown,
  };
  const fail = (): never => {
    throw reason;
  };

  it('gets an error from subscriptions and requests, and keeps no trace of them', async () => {
    const before = diagnostics().registrations;
    jest.spyOn(environment().binary, 'subscribe').mockImplementation(fail);
    jest.spyOn(environment().binary, 'open').mockImplementation(fail);
    await expect(firstValueFrom(connectionState$('Work', options))).rejects.toMatchObject(
      outOfResources,
    );
    await expect(openOfflineObject('Work', options)).rejects.toMatchObject(outOfResources);
    expect(diagnostics().registrations).toBe(before);
  });

  it('expects no mark of a change that was never asked for', async () => {
    const { binary, table } = environment();
    const object = await openOfflineObject('Work', options);
    const setState = jest.spyOn(binary, 'setCurrentState').mockImplementation(fail);
    await expect(object.setCurrentState('offline', { wait: true })).rejects.toMatchObject(
      outOfResources,
    );
    setState.mockReturnValue(false);
    await expect(object.setCurrentState('offline', { wait: true })).rejects.toMatchObject({
      code: 'ERR_ENVIRONMENT_CLOSED',
    });
    await object.close();
    expect(table.requests.size).toBe(0);
  });

  it('is told what failed without the words for why', async () => {
    const { binary } = environment();
    jest.spyOn(binary, 'explainAnswer').mockImplementation(fail);
    jest.spyOn(binary, 'explainRegistration').mockImplementation(fail);
    const notFound = { code: 'MAPI_E_NOT_FOUND' };
    await expect(openOfflineObject('Home', options)).rejects.toMatchObject(notFound);
    await expect(firstValueFrom(connectionState$('Home', options))).rejects.toMatchObject(notFound);
  });

  it('holds nothing open for what could not be begun', async () => {
    const hold = jest.spyOn(environment(), 'hold');
    jest.spyOn(environment().binary, 'settle').mockImplementation(fail);
    await expect(outlook.settled()).rejects.toBe(reason);
    expect(hold).not.toHaveBeenCalled();
  });
});

describe('without ref', () => {
  it('subscriptions and requests work the same and hold nothing open', async () => {
    const hold = jest.spyOn(environment(), 'hold');
    const unreferenced = { ...options, ref: false };
    await expect(firstValueFrom(connectionState$('Work', unreferenced))).resolves.toBe('online');
    const object = await openOfflineObject('Work', unreferenced);
    await object.close();
    expect(hold).not.toHaveBeenCalled();
    await outlook.settled();
    expect(outlook.counters()).toMatchObject({ registrations: 0, references: 0 });
  });
});
