import assert from 'node:assert/strict';
import {
  connectionState$,
  connectionStateChange$,
  connectionStatus$,
  openOfflineObject,
  setDefaultBackend,
} from 'rx-outlook';
import { noBackend, noDelay, noFlag, noObject, noProfile, type Refused } from '../input/refused.js';
import { eventually, Recorder, startWorker } from './tools.js';
import type { ContractCase } from './types.js';

/** What to call a function with, and what it says of that. */
type Refusal = readonly [args: readonly unknown[], argument: string, refused: Refused];

/** All of these may be missing, and the options null. */
const inOptions = (name: string, all: readonly Refused[]): Refusal[] =>
  all
    .filter(({ value }) => value !== undefined)
    .map((one) => [['Work', { [name]: one.value }], `options.${name}`, one]);

const refusals: readonly Refusal[] = [
  ...noProfile.map((one): Refusal => [[one.value], 'profile', one]),
  ...noObject
    .filter(({ value }) => value !== undefined && value !== null)
    .map((one): Refusal => [['Work', one.value], 'options', one]),
  ...inOptions('backend', noBackend),
  ...inOptions('ref', noFlag),
  ...inOptions('timeout', noDelay(1)),
];

export const errors: readonly ContractCase[] = [
  {
    point: 7,
    title: 'wrong arguments throw a TypeError with a code of Node’s at the call itself',
    // eslint-disable-next-line @typescript-eslint/require-await -- it is the absence of one that is shown
    async run() {
      const calls = [
        connectionState$,
        connectionStateChange$,
        connectionStatus$,
        openOfflineObject,
      ] as unknown as ((...args: readonly unknown[]) => unknown)[];
      const check = (call: () => unknown, argument: string, { code, words }: Refused): void => {
        assert.throws(call, {
          name: 'TypeError',
          code,
          message: `The "${argument}" argument ${words}`,
        });
      };
      for (const call of calls) {
        for (const [args, argument, refused] of refusals) {
          check(() => call(...args), argument, refused);
        }
      }
      for (const one of noBackend) check(() => setDefaultBackend(one.value as never), 'name', one);
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
