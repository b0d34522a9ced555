import { runScript } from '../fixtures/runScript.js';

/** What `jest --detectOpenHandles` does. A resource without `hasRef` counts as open until it is destroyed. */
const watching = `
  const { createHook } = require('node:async_hooks');
  const open = new Map();
  const types = new Set(['PROMISE', 'Immediate', 'TickObject', 'Microtask', 'PerformanceObserver']);
  createHook({
    init(id, type, _trigger, resource) {
      if (types.has(type)) return;
      const isOpen = 'hasRef' in resource ? resource.hasRef.bind(resource) : () => true;
      open.set(id, { type, isOpen });
    },
    destroy: (id) => open.delete(id),
  }).enable();
  const names = () => [...open.values()].filter(({ isOpen }) => isOpen()).map(({ type }) => type);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const rx = require('rx-outlook');
  const { embeddedOutlook } = require('rx-outlook/testing');
  const options = { backend: 'embedded' };
  const log = (...what) => require('node:fs').writeSync(1, JSON.stringify(what) + '\\n');
`;

describe('what looks for open handles', () => {
  it('finds none of the package’s once all is closed, and each subscription until then', async () => {
    const { stdout, stderr } = await runScript(`${watching}
      (async () => {
        const outlook = embeddedOutlook({ profiles: ['Work'] });
        const all = [
          rx.connectionState$('Work', options).subscribe(),
          rx.connectionStatus$('Work', options).subscribe(),
          rx.availability$(options).subscribe(),
        ];
        const unreferenced = rx.connectionState$('Work', { ...options, ref: false }).subscribe();
        await rx.profiles(options);
        const object = await rx.openOfflineObject('Work', options);
        await outlook.setState('Work', 'offline');
        await outlook.settled();
        await object.close();
        log('open', names().filter((name) => name === 'rx-outlook').length > 0);
        for (const one of all) one.unsubscribe();
        await outlook.settled();
        for (let i = 0; i < 5; ++i) await turn();
        log('without ref', names());
        unreferenced.unsubscribe();
        await outlook.settled();
        outlook.close();
        for (let i = 0; i < 5; ++i) await turn();
        log('closed', names());
      })();`);
    expect([
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
      stderr,
    ]).toEqual([
      [
        ['open', true],
        ['without ref', []],
        ['closed', []],
      ],
      '',
    ]);
  });

  it('names each kind of stream by itself, unless it keeps no process alive', async () => {
    const { stdout, stderr } = await runScript(`
      const before = require('rx-outlook');
      const environment = before.profiles({ backend: 'embedded' });
      environment.then(async () => {
        ${watching}
        const outlook = embeddedOutlook({ profiles: ['Work'] });
        const ours = () => names().filter((name) => name === 'rx-outlook').length;
        const streams = {
          connectionState$: (options) => rx.connectionState$('Work', options),
          connectionStateChange$: (options) => rx.connectionStateChange$('Work', options),
          connectionStatus$: (options) => rx.connectionStatus$('Work', options),
          waiting: (options) => rx.connectionStatus$('None', options),
          availability$: (options) => rx.availability$(options),
        };
        for (const [name, stream$] of Object.entries(streams)) {
          const counts = [ours()];
          for (const ref of [true, false]) {
            const subscription = stream$({ ...options, ref }).subscribe();
            await outlook.settled();
            counts.push(ours());
            subscription.unsubscribe();
            await outlook.settled();
            for (let i = 0; i < 5; ++i) await turn();
          }
          log(name, ...counts, ours());
        }
        outlook.close();
      });`);
    const lines = stdout.trim().split('\n');
    expect([lines.map((line) => JSON.parse(line) as unknown), stderr]).toEqual([
      [
        'connectionState$',
        'connectionStateChange$',
        'connectionStatus$',
        'waiting',
        'availability$',
      ].map((name) => [name, 0, 1, 0, 0]),
      '',
    ]);
  });
});
