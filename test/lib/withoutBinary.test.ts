import type * as Package from 'rx-outlook';
import { firstValueFrom, type Observable } from 'rxjs';

const fail = (): never => {
  throw new Error('it never ends');
};

/** The package as it is on a platform that has no binary. */
describe('a package without a binary', () => {
  let rx: typeof Package;
  const load = jest.fn(() => ({ missing: ['/nowhere'], why: 'platform' }));
  const pauses: { milliseconds: number; due: () => void; isRef: boolean; isOver: boolean }[] = [];
  beforeAll(() => {
    jest.doMock('../../lib/load.js', () => ({ load }));
    jest.doMock('../../lib/later.js', () => ({
      later: (milliseconds: number, due: () => void, isRef: boolean) => {
        const pause = { milliseconds, due, isRef, isOver: false };
        pauses.push(pause);
        return () => void (pause.isOver = true);
      },
    }));
    jest.isolateModules(() => {
      rx = jest.requireActual<typeof Package>('../../lib/index.js');
    });
  });
  afterAll(() => {
    jest.dontMock('../../lib/load.js');
    jest.dontMock('../../lib/later.js');
  });

  it('has counted nothing', () => {
    expect(rx.diagnostics()).toEqual({
      registrations: 0,
      backends: {},
      received: 0,
      delivered: 0,
      merged: 0,
      dropped: 0,
      batches: 0,
      largestBatch: 0,
      queueDepth: 0,
    });
  });

  it('takes a default backend all the same', () => {
    expect(() => rx.setDefaultBackend('embedded')).not.toThrow();
  });

  it.each(['connectionStatus$', 'availability$'] as const)(
    'has %s try again after pauses that grow, which keep no process alive',
    (name) => {
      pauses.length = 0;
      const told: unknown[] = [];
      const source$: Observable<unknown> = name === 'availability$' ? rx[name]() : rx[name]('Work');
      const subscription = source$.subscribe((value) => told.push(value));
      load.mockClear();
      for (let i = 0; i < 5; ++i) pauses[i]!.due();
      expect(load.mock.calls.length).toBeGreaterThanOrEqual(5);
      expect(pauses.map(({ milliseconds, isRef }) => [milliseconds / 1_000, isRef])).toEqual(
        [5, 10, 20, 40, 60, 60].map((seconds) => [seconds, false]),
      );
      expect(told).toHaveLength(1);
      subscription.unsubscribe();
      expect(pauses.at(-1)!.isOver).toBe(true);
    },
  );

  it('says that it is unsupported, where a stream never errors', () => {
    const told: unknown[] = [];
    const observer = {
      next: (value: unknown) => told.push(value),
      error: fail,
      complete: fail,
    };
    const since = expect.any(Number) as number;
    rx.connectionStatus$('Work').subscribe(observer).unsubscribe();
    rx.availability$().subscribe(observer).unsubscribe();
    expect(told).toEqual([
      { state: 'unknown', reason: 'unsupported', since },
      { available: false, reason: 'unsupported' },
    ]);
  });

  it('fails each call that needs the binary with the remedy', async () => {
    const missing = { code: 'ERR_BINARY_NOT_FOUND', name: 'OfflineStateError' };
    await expect(firstValueFrom(rx.connectionState$('Work'))).rejects.toMatchObject(missing);
    await expect(firstValueFrom(rx.connectionStateChange$('Work'))).rejects.toMatchObject(missing);
    await expect(rx.openOfflineObject('Work')).rejects.toMatchObject(missing);
  });
});
