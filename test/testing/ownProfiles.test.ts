import { runScript } from '../fixtures/runScript.js';

/** Ends with what `body` returns, as JSON. */
async function resultOf(body: string): Promise<unknown> {
  const { stdout, stderr, code } = await runScript(
    `const { once } = require('node:events');
     const { existsSync, readdirSync } = require('node:fs');
     const { Worker } = require('node:worker_threads');
     const rx = require('rx-outlook');
     const { embeddedOutlook } = require('rx-outlook/testing');
     const backend = 'embedded';
     const names = () => rx.profiles({ backend });
     /** A worker that says 'ready' at the end of its body, and then answers what it is asked. */
     const begin = async (body) => {
       const worker = new Worker(\`
         const { parentPort } = require('node:worker_threads');
         const { firstValueFrom } = require('rxjs');
         const rx = require('rx-outlook');
         const { embeddedOutlook } = require('rx-outlook/testing');
         const backend = 'embedded';
         const state = (profile) => firstValueFrom(rx.connectionState$(profile, { backend }));
         const names = () => rx.profiles({ backend });
         (async () => {
           \${body}
           parentPort.on('message', async (text) => {
             const result = await eval(text);
             parentPort.postMessage(typeof result === 'object' && !Array.isArray(result) ? 'done' : result);
           });
           parentPort.postMessage('ready');
         })();\`, { eval: true });
       await once(worker, 'message');
       const ask = async (text) => {
         worker.postMessage(text);
         return (await once(worker, 'message'))[0];
       };
       return { worker, ask };
     };
     (async () => { ${body} })().then((result) => {
       process.stdout.write(JSON.stringify(result));
       process.exit(0);
     });`,
  );
  expect([stderr, code]).toEqual(['', 0]);
  return JSON.parse(stdout);
}

jest.setTimeout(120_000);

describe('a profile of embeddedOutlook', () => {
  it('is of the thread that made it: two workers each have a Work of their own', async () => {
    const seen = await resultOf(`
      const [one, other] = [
        await begin("globalThis.outlook = embeddedOutlook({ profiles: ['Work', 'One'] });"),
        await begin("globalThis.outlook = embeddedOutlook({ profiles: ['Work', 'Other'] });"),
      ];
      await one.ask("outlook.setState('Work', 'offline')");
      const seen = [];
      for (const { ask } of [one, other]) seen.push(await ask("state('Work')"), await ask('names()'));
      for (const { ask } of [one, other]) seen.push(await ask('outlook.settled().then(() => outlook.counters("Work").advises)'));
      return [...seen, await names()];`);
    expect(seen).toEqual(['offline', ['One', 'Work'], 'online', ['Other', 'Work'], 1, 1, []]);
  });

  it('is of the process with shared: true, behind one of the same name that is of the thread', async () => {
    const seen = await resultOf(`
      const outlook = embeddedOutlook({ profiles: ['Work', 'Home'], shared: true });
      await outlook.setState('Work', 'offline');
      const { ask } = await begin('');
      const seen = [await ask("state('Work')"), await ask('names()')];
      await ask("{ globalThis.own = embeddedOutlook({ profiles: ['Work', 'Alone'] }); }");
      seen.push(await ask("state('Work')"), await ask('names()'), await names());
      await ask("{ own.close(); }");
      seen.push(await ask("state('Work')"));
      const open = await ask("rx.openOfflineObject('Work', { backend }).then((object) => object.currentState())");
      return [...seen, open];`);
    expect(seen).toEqual([
      'offline',
      ['Home', 'Work'],
      'online',
      ['Alone', 'Home', 'Work'],
      ['Home', 'Work'],
      'offline',
      'offline',
    ]);
  });

  it('is of the global object that loaded the package, as a test file has one, and is gone with it', async () => {
    const seen = await resultOf(`
      const fs = require('node:fs');
      const path = require('node:path');
      const vm = require('node:vm');
      require('node:v8').setFlagsFromString('--expose-gc');
      const gc = vm.runInNewContext('gc');
      /** The package in a global object of its own, with the binary that all have in common: as Jest does it. */
      const realm = () => {
        const context = vm.createContext({ process, setTimeout, clearTimeout, setImmediate, performance, Buffer, Int32Array, Float64Array, ArrayBuffer });
        const modules = new Map();
        const load = (file) => {
          if (!modules.has(file)) {
            const module = { exports: {} };
            modules.set(file, module);
            const inside = (name) => /^[.]/.test(name) && !name.endsWith('.node')
              ? load(path.resolve(path.dirname(file), name)) : require(name);
            const wrapper = vm.compileFunction(fs.readFileSync(file, 'utf8'),
              ['require', 'module', 'exports', '__dirname', '__filename'], { parsingContext: context });
            wrapper(inside, module, module.exports, path.dirname(file), file);
          }
          return modules.get(file).exports;
        };
        const root = path.resolve('dist/cjs');
        return { context, rx: load(root + '/lib/index.js'), testing: load(root + '/testing/index.js') };
      };
      const file = async (change) => {
        const { context, rx, testing } = realm();
        const outlook = testing.embeddedOutlook({ profiles: ['Work'] });
        if (change) await outlook.setState('Work', 'offline');
        const states = [];
        const subscription = rx.connectionState$('Work', { backend }).subscribe((state) => states.push(state));
        await outlook.settled();
        const seen = [states, await rx.profiles({ backend }), outlook.counters('Work').advises];
        subscription.unsubscribe();
        await outlook.settled();
        return { seen, context: new WeakRef(context) }; // without close()
      };
      const ours = embeddedOutlook({ profiles: ['Home'] });
      const files = [await file(true), await file(false)];
      const kept = () => files.map(({ context }) => context.deref() !== undefined);
      await file(false); // what delivers belongs to the last one
      for (let round = 0; round === 0 || (kept().includes(true) && round < 1_000); ++round) {
        await new Promise(setImmediate); // what was looked at is kept until the end of its turn
        gc();
      }
      return [...files.map(({ seen }) => seen), await names(), ...kept()];`);
    expect(seen).toEqual([
      [['offline'], ['Work'], 1],
      [['online'], ['Work'], 1],
      ['Home'],
      false,
      false,
    ]);
  });

  it('has a name that is taken only where the profile can be seen', async () => {
    const messages = await resultOf(`
      const messages = [];
      const add = (options) => {
        try { embeddedOutlook(options); } catch (error) { messages.push(error.message); }
      };
      for (const shared of [false, true]) {
        add({ profiles: ['Work'], shared });
        add({ profiles: ['Work'], shared });
      }
      return messages;`);
    expect(messages).toEqual([
      expect.stringMatching(/"Work" already, which is of this thread.*finally/),
      expect.stringMatching(/"Work" already, which is shared in this process.*finally/),
    ]);
  });

  it.each([
    ['terminate()', 'await worker.terminate();'],
    ['process.exit()', "const ended = once(worker, 'exit'); ask('process.exit()'); await ended;"],
  ])(
    'goes with its worker, with its threads and registrations, when that ends by %s without close()',
    async (_how, end) => {
      const seen = await resultOf(`
        // Linux alone lists its threads.
        const tasks = '/proc/self/task';
        const threads = () => (existsSync(tasks) ? readdirSync(tasks).length : 0);
        const shared = embeddedOutlook({ profiles: ['Shared'], shared: true });
        rx.connectionState$('Shared', { backend }).subscribe(() => undefined);
        await shared.setState('Shared', 'offline'); // which starts the thread that all changes are made on
        await (await begin('')).worker.terminate();
        const before = threads();
        const outcome = [];
        for (let round = 0; round < 3; ++round) {
          const { worker, ask } = await begin(\`
            globalThis.outlook = embeddedOutlook({ profiles: ['Work', 'Rain'] });
            for (const name of ['Work', 'Shared']) rx.connectionState$(name, { backend }).subscribe(() => undefined);
            await outlook.settled();
            outlook.flood('Rain', { threads: 2 });\`);
          outcome.push(await ask('outlook.registrations()'), shared.registrations());
          // Nobody but the worker could let this call go, which holds up everybody's.
          await ask("{ globalThis.hold = outlook.holdNext('open'); rx.connectionState$('Work', { backend }).subscribe(); }");
          await ask('hold.entered');
          const begun = performance.now();
          ${end}
          outcome.push(performance.now() - begun < 1_900 ? 'at once' : 'after the limit');
          await shared.settled();
          outcome.push(shared.registrations(), await names());
        }
        // The flood's threads have been told to end.
        while (threads() > before) await new Promise(setImmediate);
        return outcome;`);
      const round = [1, 2, 'at once', 1, ['Shared']];
      expect(seen).toEqual([...round, ...round, ...round]);
    },
  );
});
