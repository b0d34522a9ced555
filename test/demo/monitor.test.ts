import { filter, firstValueFrom, ReplaySubject, type Subscription } from 'rxjs';
import { type ConnectionState, connectionState$ } from 'rx-outlook';
import { type EmbeddedOutlook, embeddedOutlook } from 'rx-outlook/testing';
import { profile } from '../../examples/mail-servers/arguments.js';
import { LoopbackServer } from '../../examples/mail-servers/loopbackServer.js';
import { monitor$ } from '../../examples/mail-servers/monitor.js';

const name = 'alice@example.org';

describe('the monitor of an account', () => {
  let outlook: EmbeddedOutlook;
  let server: LoopbackServer;
  let running: Subscription | undefined;

  /** Runs the monitor and hands out what it reports. */
  function monitor(): ReplaySubject<ConnectionState> {
    const reports$ = new ReplaySubject<ConnectionState>();
    const { host, port } = server;
    running = monitor$({ name, host, port }, { interval: 20 }).subscribe(reports$);
    return reports$;
  }

  const outlookIs = (state: ConnectionState): Promise<unknown> =>
    firstValueFrom(
      connectionState$(profile, { account: name, backend: 'embedded' }).pipe(
        filter((now) => now === state),
      ),
    );

  beforeEach(async () => {
    outlook = embeddedOutlook({ profiles: { [profile]: [name] } });
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

  it('takes the account offline when its server is closed, and online when it is back', async () => {
    const reports$ = monitor();
    expect(await firstValueFrom(reports$)).toBe('online');
    await server.down();
    await outlookIs('offline');
    await server.up();
    await outlookIs('online');
    await server.down();
    await outlookIs('offline');
  }, 30_000);

  it('has taken the account offline by its first report when there is no server', async () => {
    await server.down();
    expect(await firstValueFrom(monitor())).toBe('offline');
    const state$ = connectionState$(profile, { account: name, backend: 'embedded' });
    expect(await firstValueFrom(state$)).toBe('offline');
  }, 30_000);

  it('waits for a change of somebody else to end, and sets the newest observation then', async () => {
    const reports$ = monitor();
    await firstValueFrom(reports$);
    const hold = outlook.holdNext('change', profile, { account: name });
    const change = outlook.setState(profile, 'offline', { account: name });
    await hold.entered;
    const { advises } = outlook.counters(profile, { account: name });
    await server.down();
    // Each attempt makes an Advise: with the second, the first has been answered with E_PENDING.
    while (
      running?.closed === false &&
      outlook.counters(profile, { account: name }).advises < advises + 2
    ) {
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
    const hold = outlook.holdNext('change', profile, { account: name });
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

  it('errors when the account does not exist', async () => {
    const nobody = { name: 'nobody', host: server.host, port: server.port };
    await expect(firstValueFrom(monitor$(nobody))).rejects.toMatchObject({
      code: 'ERR_ACCOUNT_NOT_FOUND',
    });
  }, 30_000);
});
