import { runScript } from '../fixtures/runScript.js';

jest.setTimeout(120_000);

/** What fakes time in a plain process, where nothing of Jest's is in between; `tick` lets time pass. */
const libraries: readonly (readonly [name: string, install: string])[] = [
  [
    'mock.timers of node:test',
    `const { mock } = require('node:test');
     const fake = () => {
       mock.timers.enable({ apis: ['setInterval', 'setTimeout', 'Date'] });
       return { tick: (ms) => mock.timers.tick(ms), end: () => mock.timers.reset() };
     };`,
  ],
  [
    'mock.timers of node:test, which know the date',
    `const { mock } = require('node:test');
     const fake = () => {
       mock.timers.enable({ apis: ['setInterval', 'setTimeout', 'Date'], now: Date.now() });
       return { tick: (ms) => mock.timers.tick(ms), end: () => mock.timers.reset() };
     };`,
  ],
  ['sinon, which fakes everything', sinon('{ now: 5 }')],
  [
    'sinon without performance, as vitest 2 uses it',
    sinon("{ now: Date.now(), toFake: ['setInterval', 'clearInterval', 'Date'] }"),
  ],
  ['sinon without Date', sinon("{ toFake: ['setInterval', 'clearInterval', 'performance'] }")],
];

/** What sinon and jest fake time with. */
function sinon(options: string): string {
  return `const { install } = require('@sinonjs/fake-timers');
    const fake = () => {
      const clock = install(${options});
      return { tick: (ms) => clock.tick(ms), end: () => clock.uninstall() };
    };`;
}

const lives = `
  const { Subject } = require('rxjs');
  const operators = require('rx-outlook/operators');
  const debounced = operators.debounceConnectionState({ offline: 5_000, online: 100_000, maxWait: 60_000 });
  const flapping = operators.detectFlapping({ window: 10_000, transitions: 1, settle: 20_000 });
  const duration = operators.withDuration();
  /** Each change, and what was told of it, until the end of a tick. */
  function live(tick) {
    const source = new Subject();
    const told = [];
    const subscriptions = [
      source.pipe(debounced).subscribe((state) => told.push(state)),
      source.pipe(flapping).subscribe(({ flapping }) => told.push(flapping)),
      source.pipe(duration).subscribe(({ previous }) => told.push(previous?.duration)),
    ];
    const steps = [];
    for (const [state, ms] of [['online', 4_000], ['offline', 4_999], ['online', 7_000], ['offline', 5_000],
        ['online', 20_000], ['offline', 0]]) {
      source.next(state);
      tick(ms);
      steps.push(told.splice(0));
    }
    for (const subscription of subscriptions) subscription.unsubscribe();
    return steps;
  }
`;

const expected = [
  ['online', false, null],
  [false, 4_000],
  [true, 4_999],
  [true, 7_000, 'offline'],
  [true, 5_000, false],
  [false, 20_000],
];

describe.each(libraries)('under %s', (_name, install) => {
  const run = async (script: string): Promise<unknown[]> => {
    const { stdout, stderr, code } = await runScript(
      `${install} ${script} console.log(JSON.stringify(lived));`,
      { args: ['--no-warnings'] },
    );
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    return JSON.parse(stdout) as unknown[];
  };

  test('operators see the time that is advanced, however often it is faked', async () => {
    const script = `${lives}
      const lived = [];
      for (let i = 0; i < 3; ++i) {
        const { tick, end } = fake();
        lived.push(live(tick));
        end();
      }`;
    expect(await run(script)).toEqual([expected, expected, expected]);
  });

  test('those that were loaded under it do, too', async () => {
    const script = `const { tick, end } = fake(); ${lives} const lived = live(tick); end();`;
    expect(await run(script)).toEqual(expected);
  });

  test('a fake timer that is gone holds nobody up', async () => {
    const script = `${lives}
      const settle = operators.debounceConnectionState({ offline: 5 });
      const [left, later] = [new Subject(), new Subject()];
      const { end } = fake();
      left.pipe(settle).subscribe();
      left.next('online');
      left.next('offline');
      end();
      const lived = [];
      later.pipe(settle).subscribe((state) => lived.push(state));
      later.next('online');
      later.next('offline');
      process.on('exit', () => console.log(JSON.stringify(lived)));`;
    const { stdout } = await runScript(install + script, { args: ['--no-warnings'] });
    expect(JSON.parse(stdout)).toEqual(['online', 'offline']);
  });
});

test('where timers alone are faked, a timer that has fired is believed', async () => {
  const script = `${sinon("{ toFake: ['setInterval', 'clearInterval'] }")} ${lives}
    const { tick, end } = fake();
    const source = new Subject();
    source.pipe(debounced).subscribe(console.log);
    source.next('online');
    source.next('offline');
    tick(4_999);
    console.log('nothing yet');
    tick(1);
    end();`;
  const { stdout } = await runScript(script);
  expect(stdout).toBe('online\nnothing yet\noffline\n');
});
