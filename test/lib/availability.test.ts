import { availability$, setDefaultBackend, type Availability } from 'rx-outlook';
import type { Subscription } from 'rxjs';
import { environment } from '../../lib/environment.js';
import { eventually } from '../contract/tools.js';
import { missingBackend } from '../contract/built.js';
import { forgetDefaultBackend } from '../fixtures/defaultBackend.js';
import { pausesOf, type Pause } from './pauses.js';

jest.mock('../../lib/later.js');

describe('availability$', () => {
  let pauses: readonly Pause[];
  let told: Availability[];
  let subscription: Subscription;
  beforeEach(() => {
    pauses = pausesOf();
    told = [];
  });
  afterEach(() => {
    subscription.unsubscribe();
    const { table } = environment();
    expect([table.placeWatchers.size, table.keptAlive]).toEqual([0, 0]);
  });
  const subscribe = (options: Parameters<typeof availability$>[0]): void => {
    subscription = availability$(options).subscribe((found) => told.push(found));
  };

  it('says of the embedded Outlook that it is there, once', async () => {
    subscribe({ backend: 'embedded' });
    expect(told).toEqual([]);
    for (let i = 0; i < 3; ++i) {
      await eventually(() => pauses.length === i + 1, 'it was answered');
      pauses[i]!.due();
    }
    expect(told).toEqual([{ available: true }]);
    expect(environment().table.keptAlive).toBe(1);
  });

  it('says each answer that differs from the one before', async () => {
    const { binary } = environment();
    const notTrusted = 0xa004_0207 | 0;
    const notRunning = 0xa004_0206 | 0;
    const answers = [notRunning, notRunning, notTrusted, 0, 0, notRunning];
    let asked = 0;
    const available = jest.spyOn(binary, 'available').mockImplementation((_backend, request) => {
      const hresult = answers[asked++]!;
      const answered = environment().table.requests.get(request);
      // The request is expected once it has been sent.
      setImmediate(() => {
        (answered ?? environment().table.requests.get(request))?.({ hresult, value: 0, count: 0 });
        environment().table.requests.delete(request);
      });
      return true;
    });
    subscribe({ backend: 'embedded', ref: false });
    for (let i = 0; i < answers.length; ++i) {
      await eventually(() => pauses.length === i + 1, 'it was answered');
      if (i + 1 < answers.length) pauses[i]!.due();
    }
    expect(told).toEqual([
      { available: false, reason: 'not-running' },
      { available: false, reason: 'not-trusted' },
      { available: true },
      { available: false, reason: 'not-running' },
    ]);
    expect(environment().table.keptAlive).toBe(0);
    available.mockRestore();
  });

  it('says that a backend which this build has not is unsupported, and holds nothing open', () => {
    subscribe({ backend: missingBackend });
    expect(told).toEqual([{ available: false, reason: 'unsupported' }]);
    expect([subscription.closed, environment().table.keptAlive]).toEqual([false, 0]);
  });

  it('holds nothing open once nothing can change any more', async () => {
    const { binary, table } = environment();
    const available = jest.spyOn(binary, 'available').mockReturnValue(false);
    subscribe({ backend: 'embedded' });
    expect(table.keptAlive).toBe(1);
    await eventually(() => told.length === 1, 'it was answered');
    available.mockRestore();
    expect(told).toEqual([{ available: false, reason: 'closing' }]);
    expect([subscription.closed, table.keptAlive]).toEqual([false, 0]);
  });

  it('reads the default backend when it is subscribed to', async () => {
    const found$ = availability$();
    setDefaultBackend('embedded');
    subscription = found$.subscribe((found) => told.push(found));
    forgetDefaultBackend();
    await eventually(() => told.length === 1, 'it was answered');
    expect(told).toEqual([{ available: true }]);
  });
});
