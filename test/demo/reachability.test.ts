import type { LookupFunction } from 'node:net';
import { firstValueFrom, take, toArray } from 'rxjs';
import { LoopbackServer } from '../../examples/mail-servers/loopbackServer.js';
import {
  reachability$,
  type ReachabilityOptions,
} from '../../examples/mail-servers/reachability.js';

const soon: ReachabilityOptions = { interval: 20 };

describe('reachability$', () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = new LoopbackServer();
    await server.up();
  });
  afterEach(() => server.down());

  it('is offline when the server goes down, and online when it is back', async () => {
    const seen: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const subscription = reachability$(server, soon).subscribe((state) => {
        seen.push(state);
        if (seen.length === 1) server.down().catch(reject);
        else if (seen.length === 2) server.up().catch(reject);
        else {
          subscription.unsubscribe();
          resolve();
        }
      });
    });
    expect(seen).toEqual(['online', 'offline', 'online']);
  }, 30_000);

  it('is back online by itself when the server only hung up', async () => {
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      const subscription = reachability$(server, soon).subscribe((state) => {
        seen.push(state);
        if (seen.length === 3) {
          subscription.unsubscribe();
          resolve();
        } else if (state === 'online') {
          // The server may accept a moment after the client is connected.
          const knocking = setInterval(() => {
            server.hangUp();
            if (seen.length > 1) clearInterval(knocking);
          }, 5);
        }
      });
    });
    expect(seen).toEqual(['online', 'offline', 'online']);
  }, 30_000);

  it('says offline once for any number of failures', async () => {
    let failures = 0;
    const lookup: LookupFunction = (_host, _options, callback) => {
      if (++failures > 3) callback(null, [{ address: server.host, family: 4 }]);
      else callback(new Error('try again'), '');
    };
    const state$ = reachability$({ host: 'mail.example', port: server.port }, { ...soon, lookup });
    expect(await firstValueFrom(state$.pipe(take(2), toArray()))).toEqual(['offline', 'online']);
    expect(failures).toBe(4);
  }, 30_000);

  it('is offline for a name that does not resolve', async () => {
    const lookup: LookupFunction = (_host, _options, callback) => {
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '');
    };
    const state$ = reachability$({ host: 'mail.example', port: 25 }, { lookup });
    expect(await firstValueFrom(state$)).toBe('offline');
  }, 30_000);

  it('is offline when there is no answer in time', async () => {
    const lookup: LookupFunction = () => undefined;
    const state$ = reachability$({ host: 'mail.example', port: 25 }, { lookup, patience: 50 });
    expect(await firstValueFrom(state$)).toBe('offline');
  }, 30_000);
});
