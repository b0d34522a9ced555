import { once } from 'node:events';
import { from, firstValueFrom, of, toArray } from 'rxjs';
import {
  availability$,
  connectionStateChange$,
  connectionStatus$,
  connectionUptime,
  detectFlapping,
  diagnostics,
  OfflineStateError,
  profiles,
  withDuration,
} from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

const details = {
  code: 'MAPI_E_NOT_FOUND',
  operation: 'HrOpenOfflineObj',
  hresult: 0x8004010f,
  profile: 'Work',
};

interface Sent {
  readonly error: Error;
  readonly json: ReturnType<OfflineStateError['toJSON']>;
}

describe('an OfflineStateError that leaves the process', () => {
  it('has all but its stack in JSON, and of its cause the name, code and message', () => {
    const cause = Object.assign(new RangeError('deeper'), { code: 'ENOENT' });
    const error = new OfflineStateError('what happened', { ...details, cause });
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({
      error: {
        name: 'OfflineStateError',
        ...details,
        message: 'what happened',
        cause: { name: 'RangeError', code: 'ENOENT', message: 'deeper' },
      },
    });
  });

  it('has nothing in JSON that it was not about', () => {
    const error = new OfflineStateError('late', { code: 'ERR_TIMEOUT', operation: 'Advise' });
    expect(JSON.stringify(error)).toBe(
      '{"name":"OfflineStateError","code":"ERR_TIMEOUT","operation":"Advise","message":"late"}',
    );
  });

  it('takes a cause of any kind along, also one that is its own', () => {
    const inner = new OfflineStateError('inner', { ...details, cause: 'a string' });
    const outer = new OfflineStateError('outer', { ...details, cause: inner });
    Object.defineProperty(inner, 'cause', { value: outer });
    expect(outer.toJSON().cause).toEqual({
      name: 'OfflineStateError',
      code: 'MAPI_E_NOT_FOUND',
      message: 'inner',
    });
    expect(() => JSON.stringify(outer)).not.toThrow();
    expect(new OfflineStateError('odd', { ...details, cause: 'a string' }).toJSON().cause).toBe(
      'a string',
    );
  });

  it('loses its own properties over postMessage, and comes back from its JSON', async () => {
    const error = new OfflineStateError('what happened', { ...details, cause: new Error('why') });
    const { port1, port2 } = new MessageChannel();
    const received = once(port2, 'message') as Promise<[Sent]>;
    port1.postMessage({ error, json: error.toJSON() });
    const [{ error: bare, json }] = await received;
    port1.close();
    expect(Object.keys(bare)).toEqual([]);
    expect(bare.message).toBe('what happened');
    const again = new OfflineStateError(json.message, json);
    expect(again).toBeInstanceOf(OfflineStateError);
    expect(again).toMatchObject({ ...details, message: 'what happened' });
    expect(again.toJSON()).toEqual(error.toJSON());
  });
});

test('everything else that the streams and functions give survives structuredClone and JSON', async () => {
  using outlook = embeddedOutlook({ profiles: ['Work'] });
  const options = { backend: 'embedded' } as const;
  const change = firstValueFrom(connectionStateChange$('Work', options));
  await outlook.settled();
  await outlook.setState('Work', 'offline');
  const state$ = from(['online', 'offline'] as const);
  const given: readonly unknown[] = [
    await change,
    await firstValueFrom(connectionStatus$('Work', options)),
    await firstValueFrom(availability$(options)),
    await profiles(options),
    diagnostics(),
    await firstValueFrom(state$.pipe(withDuration(), toArray())),
    await firstValueFrom(
      state$.pipe(detectFlapping({ window: 1_000, transitions: 3, settle: 10 }), toArray()),
    ),
    await firstValueFrom(of('online' as const).pipe(connectionUptime({ window: 1_000 }))),
    outlook.counters(),
  ];
  for (const one of given) {
    expect(one).toBeDefined();
    expect(structuredClone(one)).toEqual(one);
    expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  }
});
