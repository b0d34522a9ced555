import { filter, firstValueFrom, ReplaySubject, type Subscription } from 'rxjs';
import { type ConnectionState, connectionState$ } from 'rx-outlook';
import { type EmbeddedOutlook, embeddedOutlook } from 'rx-outlook/testing';
import { LoopbackServer } from '../../examples/mail-servers/loopbackServer.js';
import { monitor$ } from '../../examples/mail-servers/monitor.js';

const profile = 'monitored';

describe('the monitor of an account', () => {
  let outlook: EmbeddedOutlook;
  let server: LoopbackServer;
  let running: Subscription | undefined;

  /** Runs the monitor and hands out what it reports. */
  function monitor(): ReplaySubject<ConnectionState> {
    const reports$ = new ReplaySubject<ConnectionState>();
    const { host, port } = server;
    running = monitor$({ profile, host, port }, { interval: 20 }).subscribe(reports$);
    return reports$;
  }

  const outlookIs = (state: ConnectionState): Promise<unknown> =>
    firstValueFrom(
      connectionState$(profile, { backend: 'embedded' }).pipe(filter((now) => now === state)),
    );

  beforeEach(async () => {
    outlook = embeddedOutlook({ profiles: [profile] });
    server = new LoopbackServer();
    await server.up();
  });

  afterEach(async () => {
    running?.unsubscribe();
    await server.down();
    await outlook.settled();
    const left = outlook.registrations();
    outlook.close();
    expect(left).toBe(0);
  });

  it('takes the profile offline when its server is closed, and online when it is back', async () => {
    const reports$ = monitor();
    expect(await firstValueFrom(reports$)).toBe('online');
    await server.down();
    await outlookIs('offline');
    await server.up();
    await outlookIs('online');
    await server.down();
    await outlookIs('offline');
  }, 30_000);

  it('has taken the profile offline by its first report when there is no server', async () => {
    await server.down();
    expect(await firstValueFrom(monitor())).toBe('offline');
    const state$ = connectionState$(profile, { backend: 'embedded' });
    expect(await firstValueFrom(state$)).toBe('offline');
  }, 30_000);

  it('waits for a change of somebody else to end, and sets the newest observation then', async () => {
    const reports$ = monitor();
    await firstValueFrom(reports$);
    const hold = outlook.holdNext('change', profile);
    const change = outlook.setState(profile, 'offline');
    await hold.entered;
    const { advises } = outlook.counters(profile);
    await server.down();
    // Each attempt makes an Advise: with the second, the first has been answered with E_PENDING.
    while (running?.closed === false && outlook.counters(profile).advises < advises + 2) {
      await outlook.settled();
    }
    expect(running?.closed).toBe(false);
    await server.up();
    hold.release();
    await change;
    await outlookIs('online');
  }, 30_000);

  it('gives up what it was reporting when it is unsubscribed', async () => {
    await server.down();
    const hold = outlook.holdNext('change', profile);
    const reports$ = monitor();
    await hold.entered;
    running?.unsubscribe();
    await outlook.settled();
    expect(outlook.registrations()).toBe(0);
    hold.release();
    await outlookIs('offline');
    reports$.complete();
    expect(await firstValueFrom(reports$, { defaultValue: 'nothing' })).toBe('nothing');
  }, 30_000);

  it('errors when the profile does not exist', async () => {
    const account = { profile: 'nobody', host: server.host, port: server.port };
    await expect(firstValueFrom(monitor$(account))).rejects.toMatchObject({
      code: 'MAPI_E_NOT_FOUND',
    });
  }, 30_000);
});
