import type * as Package from 'rx-outlook';
import { firstValueFrom } from 'rxjs';

const fail = (): never => {
  throw new Error('it never ends');
};

/** The package as it is on a platform that has no binary. */
describe('a package without a binary', () => {
  let rx: typeof Package;
  beforeAll(() => {
    jest.doMock('../../lib/binary.cjs', () => ({ load: () => ({ missing: ['/nowhere'] }) }));
    jest.isolateModules(() => {
      rx = jest.requireActual<typeof Package>('../../lib/index.js');
    });
  });
  afterAll(() => {
    jest.dontMock('../../lib/binary.cjs');
  });

  it('has counted nothing', () => {
    expect(rx.diagnostics()).toEqual({
      registrations: 0,
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

  it('says for good that it is unsupported, where a stream never errors', () => {
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
