import { connectionState$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { Recorder } from '../contract/tools.js';
import { runScript, type Ran } from '../fixtures/runScript.js';

/** sinon's useFakeTimers(), which is this package of its; vitest's as well, but for what it leaves alone. */
const bySinon = (toFake?: readonly string[]): string => `
  const { install } = require('@sinonjs/fake-timers');
  let installed;
  const clock = {
    install: () => void (installed = install(${JSON.stringify(toFake === undefined ? {} : { toFake })})),
    tick: (ms) => installed.tick(ms),
  };
`;

/** What vitest replaces by default. */
const ofVitest = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'Date',
];

const byNodeTest = `
  const { mock } = require('node:test');
  const clock = {
    install: () => mock.timers.enable(),
    tick: (ms) => mock.timers.tick(ms),
  };
`;

/** Works with the clock as it was before: what a test waits with is not what it tests. */
const script = (clock: string, body: string): string => `
  const immediate = setImmediate;
  const turn = () => new Promise((resolve) => immediate(resolve));
  const until = async (condition) => { while (!condition()) await turn(); };
  const now = performance.now.bind(performance);
  const busy = (ms) => { for (const end = now() + ms; now() < end; ); };
  ${clock}
  const { connectionState$, connectionStatus$, openOfflineObject, profiles } = require('rx-outlook');
  const { embeddedOutlook } = require('rx-outlook/testing');
  const options = { backend: 'embedded' };
  const outlook = embeddedOutlook({ profiles: ['Work'] });
  (async () => { ${body} })();
`;

/** mock.timers of Node 20 warn that they are experimental. */
const run = (code: string): Promise<Ran> => runScript(code, { args: ['--no-warnings'] });

const done: Ran = { code: 0, signal: null, stdout: 'done\n', stderr: '' };

const clocks = [
  { name: 'mock.timers of node:test', clock: byNodeTest },
  { name: "sinon's, of everything", clock: bySinon() },
  { name: "sinon's, of what vitest fakes", clock: bySinon(ofVitest) },
];

describe.each(clocks)('under a fake clock, $name', ({ clock }) => {
  it('what comes is delivered, however busy a subscriber is, and the process ends', async () => {
    const ran = await run(
      script(
        clock,
        `
        clock.install();
        const states = [];
        const subscription = connectionState$('Work', options).subscribe((state) => {
          states.push(state);
          busy(5);
        });
        await outlook.settled();
        for (let i = 0; i < 10; ++i) {
          await outlook.setState('Work', i % 2 === 0 ? 'offline' : 'online');
        }
        if ((await profiles(options)).join() !== 'Work') throw new Error('other profiles');
        if (states.length !== 11) throw new Error(String(states));
        subscription.unsubscribe();
        outlook.close();
        console.log('done');`,
      ),
    );
    expect(ran).toEqual(done);
  });

  it('what nobody holds the process for is delivered as well', async () => {
    const ran = await run(
      script(
        clock,
        `
        const keeping = setInterval(() => {}, 1_000);
        const { clearInterval } = globalThis;
        clock.install();
        let heard = 0;
        const unreferenced = { ...options, ref: false };
        const subscription = connectionState$('Work', unreferenced).subscribe(() => {
          heard += 1;
          busy(5);
        });
        await until(() => heard === 1);
        const changes = outlook.flood('Work', { changes: 21 });
        await changes.done;
        await until(() => heard === 22);
        subscription.unsubscribe();
        clearInterval(keeping);
        outlook.close();
        console.log('done');`,
      ),
    );
    expect(ran).toEqual(done);
  });

  it('a time limit and the pause of a status pass when that clock says so', async () => {
    const ran = await run(
      script(
        clock,
        `
        clock.install();
        const hold = outlook.holdNext('open', 'Work');
        let failure;
        connectionState$('Work', options).subscribe({ error: (error) => { failure = error.code; } });
        await hold.entered;
        clock.tick(30_000);
        await until(() => failure !== undefined);
        if (failure !== 'ERR_TIMEOUT') throw new Error(failure);
        hold.release();
        await outlook.settled();
        outlook.failNext('open', 0x80004005, 'Work');
        const heard = [];
        const subscription = connectionStatus$('Work', options).subscribe(({ state, reason }) => {
          heard.push(reason ?? state);
        });
        await until(() => heard.length === 1);
        for (let i = 0; i < 20; ++i) await turn();
        if (heard.length !== 1) throw new Error(String(heard));
        clock.tick(6_000);
        await until(() => heard.length === 2);
        if (heard.join() !== 'failed,online') throw new Error(String(heard));
        subscription.unsubscribe();
        outlook.close();
        console.log('done');`,
      ),
    );
    expect(ran).toEqual(done);
  });

  it('what was begun before it ends under it', async () => {
    const ran = await run(
      script(
        clock,
        `
        const hold = outlook.holdNext('open', 'Work');
        const subscription = connectionState$('Work', options).subscribe();
        await hold.entered;
        await turn();
        clock.install();
        subscription.unsubscribe();
        hold.release();
        await outlook.settled();
        outlook.close();
        console.log('done');`,
      ),
    );
    expect(ran).toEqual(done);
  });
});

describe('under the fake clock of jest', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('what comes is delivered, and a time limit passes when that clock says so', async () => {
    const options = { backend: 'embedded', timeout: 10_000 } as const;
    const outlook = embeddedOutlook({ profiles: ['Work'] });
    jest.useFakeTimers();
    const first = new Recorder(connectionState$('Work', options));
    await first.count(1);
    const hold = outlook.holdNext('open', 'Work');
    const late = new Recorder(connectionState$('Work', options));
    await hold.entered;
    jest.advanceTimersByTime(9_999);
    await outlook.setState('Work', 'offline');
    expect([first.values, late.error]).toEqual([['online', 'offline'], undefined]);
    jest.advanceTimersByTime(1);
    expect(await late.failure()).toMatchObject({ code: 'ERR_TIMEOUT' });
    hold.release();
    first.subscription.unsubscribe();
    await outlook.settled();
    expect(outlook.registrations()).toBe(0);
    outlook.close();
  });
});

describe('times of day', () => {
  it('are by one clock, whatever a fake one shows', async () => {
    const ran = await run(
      script(
        bySinon(),
        `
        const before = Date.now();
        clock.install();
        const since = [];
        const subscription = connectionStatus$('Work', options).subscribe((status) => {
          since.push(status.since);
        });
        await until(() => since.length === 1);
        await outlook.setState('Work', 'offline');
        await until(() => since.length === 2);
        if (!(before <= since[0] && since[0] <= since[1])) throw new Error(String(since));
        subscription.unsubscribe();
        outlook.close();
        console.log('done');`,
      ),
    );
    expect(ran).toEqual(done);
  });
});
