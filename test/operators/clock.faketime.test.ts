import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../fixtures/runScript.js';

jest.setTimeout(150_000);

/** Debian's package libfaketime; the folder is named after the machine. */
const library = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));
/** Where the binary is under a sanitizer, that is preloaded, and takes no other beside it. */
const isPreloaded = process.env['LD_PRELOAD'] !== undefined;
/** CI runs this file once more when Debian's packages are there. */
const isRequired = process.env['RX_OUTLOOK_TEST_FAKETIME'] === '1';
const needsLibrary = (library === undefined && !isRequired) || isPreloaded ? test.skip : test;

const prelude = `
  const { writeFileSync } = require('node:fs');
  const { firstValueFrom, Subject, skip, timer } = require('rxjs');
  const { connectionStatus$ } = require('rx-outlook');
  const operators = require('rx-outlook/operators');
  const { embeddedOutlook } = require('rx-outlook/testing');
  const setClock = (seconds) => writeFileSync(process.env.FAKETIME_TIMESTAMP_FILE, seconds);
  const source = new Subject();
  const after = (count, operator) => firstValueFrom(source.pipe(operator, skip(count)));
`;

/** In a process whose clocks the script sets; the monotonic one goes on as it does, unless it is faked. */
async function lived(script: string, isMonotonicFaked: boolean): Promise<unknown> {
  if (library === undefined) throw new Error('libfaketime is missing: apt install libfaketime');
  const folder = mkdtempSync(join(tmpdir(), 'rx-outlook-clock-'));
  const file = join(folder, 'clock');
  writeFileSync(file, '+0');
  try {
    const { stdout, stderr } = await runScript(
      `${prelude} (async () => { ${script} })().then((lived) => console.log(JSON.stringify(lived)));`,
      {
        env: {
          LD_PRELOAD: library,
          FAKETIME_TIMESTAMP_FILE: file,
          FAKETIME_NO_CACHE: '1',
          FAKETIME_DONT_FAKE_MONOTONIC: isMonotonicFaked ? '0' : '1',
        },
      },
    );
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const hour = 3_600;

describe('with the clocks of the system set by libfaketime', () => {
  needsLibrary.each([
    ['an hour back', `-${hour}`],
    ['eight hours forward', `+${8 * hour}`],
  ])('%s, a pending state passes, and no duration has any of it', async (_how, seconds) => {
    const script = `
      const pending = after(1, operators.debounceConnectionState({ offline: 50 }));
      const limited = after(1, operators.debounceConnectionState({ offline: 1e6, maxWait: 50 }));
      const durations = after(1, operators.withDuration());
      const calm = after(2, operators.detectFlapping({ window: 10, transitions: 1, settle: 1e6 }));
      const uptime = after(2, operators.connectionUptime({ window: 1e6, every: 1e6 }));
      const began = Date.now();
      source.next('online');
      await firstValueFrom(timer(20));
      setClock('${seconds}');
      const moved = Date.now() - began;
      source.next('offline');
      const passed = [await pending, await limited];
      source.next('online');
      const { online, offline } = await uptime;
      return { moved, passed, duration: (await durations).previous.duration, online, offline, calm: await calm };`;
    const { moved, duration, online, offline, ...told } = (await lived(script, false)) as Record<
      'moved' | 'duration' | 'online' | 'offline',
      number
    >;
    expect(Math.round(moved / 60_000)).toBe(Number(seconds) / 60);
    expect(told).toEqual({
      passed: ['offline', 'offline'],
      calm: { state: 'online', flapping: false },
    });
    for (const measured of [duration, online, offline]) {
      expect(measured).toBeGreaterThan(15);
      expect(measured).toBeLessThan(600_000);
    }
  });

  needsLibrary('a status tells the time of day that there is, and timed changes come', async () => {
    const script = `
      const outlook = embeddedOutlook({ profiles: ['Work'] });
      const told = [];
      const subscription = connectionStatus$('Work', { backend: 'embedded' }).subscribe(({ since }) => {
        told.push(Math.round((since - began) / 60_000));
      });
      const began = Date.now();
      await outlook.settled();
      setClock('-${hour}');
      await outlook.play([{ at: 20, profile: 'Work', state: 'offline' }]);
      setClock('+${8 * hour}');
      await outlook.play([{ at: 20, profile: 'Work', state: 'online' }]);
      subscription.unsubscribe();
      outlook.close();
      return told;`;
    expect(await lived(script, false)).toEqual([0, -60, 480]);
  });

  needsLibrary('eight hours asleep, as Windows counts them, end what waits for less', async () => {
    const script = `
      const pending = after(1, operators.debounceConnectionState({ offline: 5 * 3_600_000 }));
      const durations = after(2, operators.withDuration());
      const calm = after(2, operators.detectFlapping({ window: 3_600_000, transitions: 1, settle: 1e6 }));
      source.next('online');
      source.next('offline');
      setClock('+${8 * hour}');
      const awake = setInterval(() => undefined, 5); // the loop looks at the clock
      const passed = await pending;
      clearInterval(awake);
      source.next('online');
      return [passed, Math.round((await durations).previous.duration / 60_000), (await calm).flapping];`;
    expect(await lived(script, true)).toEqual(['offline', 480, false]);
  });
});
