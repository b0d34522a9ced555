import assert from 'node:assert/strict';
import {
  connectionState$,
  connectionStateChange$,
  openOfflineObject,
  setDefaultBackend,
} from 'rx-outlook';
import { eventually, Recorder, startWorker } from './tools.js';
import type { ContractCase } from './types.js';

const wrongProfiles: readonly (readonly [unknown, string, RegExp])[] = [
  [undefined, 'ERR_INVALID_ARG_TYPE', /"profile" argument must be a string. Received undefined/],
  [42, 'ERR_INVALID_ARG_TYPE', /Received type number \(42\)/],
  ['', 'ERR_INVALID_ARG_VALUE', /must not be empty/],
  ['Wo\0rk', 'ERR_INVALID_ARG_VALUE', /must not contain NUL/],
  ['Work\ud800', 'ERR_INVALID_ARG_VALUE', /lone surrogate/],
];

const wrongOptions: readonly (readonly [unknown, string, RegExp])[] = [
  ['embedded', 'ERR_INVALID_ARG_TYPE', /"options" argument must be an object/],
  [
    { backend: 'exchange' },
    'ERR_INVALID_ARG_VALUE',
    /must be one of auto, bridge, msmapi, embedded/,
  ],
  [{ backend: 1 }, 'ERR_INVALID_ARG_TYPE', /"options.backend"/],
  [{ timeout: 0 }, 'ERR_INVALID_ARG_VALUE', /milliseconds from 1 to 2147483647/],
  [{ timeout: Number.NaN }, 'ERR_INVALID_ARG_VALUE', /"options.timeout"/],
  [{ timeout: '1s' }, 'ERR_INVALID_ARG_TYPE', /"options.timeout"/],
  [{ ref: 'no' }, 'ERR_INVALID_ARG_TYPE', /"options.ref" argument must be a boolean/],
];

export const errors: readonly ContractCase[] = [
  {
    point: 7,
    title: 'wrong arguments throw a TypeError with a code of Node’s at the call itself',
    // eslint-disable-next-line @typescript-eslint/require-await -- it is the absence of one that is shown
    async run() {
      const calls = [connectionState$, connectionStateChange$, openOfflineObject] as unknown as ((
        profile: unknown,
        options?: unknown,
      ) => unknown)[];
      for (const call of calls) {
        for (const [profile, code, message] of wrongProfiles) {
          assert.throws(() => call(profile), { name: 'TypeError', code, message });
        }
        for (const [options, code, message] of wrongOptions) {
          assert.throws(() => call('Work', options), { name: 'TypeError', code, message });
        }
      }
      assert.throws(
        () => {
          setDefaultBackend('outlook' as never);
        },
        {
          name: 'TypeError',
          code: 'ERR_INVALID_ARG_VALUE',
          message: /"name" argument must be one of/,
        },
      );
    },
  },
  {
    point: 7,
    title: 'what fails at run time names the call, the profile, the code and what to do',
    async run({ backend }) {
      const error = await new Recorder(connectionState$('No such', { backend })).failure();
      assert.equal(error.name, 'OfflineStateError');
      assert.equal(error.code, 'MAPI_E_NOT_FOUND');
      assert.equal(error.hresult, 0x8004010f);
      assert.equal(error.operation, 'HrOpenOfflineObj');
      assert.equal(error.profile, 'No such');
      assert.match(
        error.message,
        /profile "No such": MAPI_E_NOT_FOUND \(0x8004010F\)\. Check the name/,
      );
      await assert.rejects(openOfflineObject('No such', { backend }), { code: 'MAPI_E_NOT_FOUND' });
    },
  },
  {
    point: 7,
    title: 'an HRESULT without a name keeps its number',
    async run({ backend, control }) {
      await control.failNext('getCapabilities', 0x8004abcd);
      const error = await new Recorder(connectionState$('Work', { backend })).failure();
      assert.deepEqual([error.code, error.hresult], ['0x8004ABCD', 0x8004abcd]);
      assert.equal(error.operation, 'GetCapabilities');
    },
  },
  {
    point: 7,
    title: 'an error of any copy of the package is an OfflineStateError for all of them',
    async run(context) {
      const worker = startWorker(
        context,
        `const copies = [rx];
         for (const path of Object.keys(require.cache)) {
           if (!path.endsWith('.node')) delete require.cache[path];
         }
         copies.push(require(workerData.entry));
         const path = require('node:path');
         const esm = path.join(workerData.entry, '../../../esm/lib/index.js');
         import(require('node:url').pathToFileURL(esm)).then((copy) => {
           copies.push(copy);
           for (const copy of copies) {
             copy.connectionState$('No such', { backend }).subscribe({ error: (error) => {
               parentPort.postMessage([
                 new Set(copies.map((one) => one.OfflineStateError)).size,
                 copies.map((one) => error instanceof one.OfflineStateError),
                 copies.some((one) => new Error() instanceof one.OfflineStateError),
                 copies.some((one) => null instanceof one.OfflineStateError),
               ]);
             } });
           }
         });`,
      );
      const said: unknown[] = [];
      worker.on('message', (message) => said.push(message));
      await eventually(() => said.length === 3, 'an error of each copy has arrived');
      for (const one of said) {
        assert.equal(JSON.stringify(one), JSON.stringify([3, [true, true, true], false, false]));
      }
      await worker.terminate();
    },
  },
];
