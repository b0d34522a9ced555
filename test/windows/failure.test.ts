import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openOfflineObject, profiles } from 'rx-outlook';
import { discoveryTest, failure, perform } from './discovery.js';
import type { Failure } from './discoveryChild.js';
import { outlookAt, registerOutlook } from './outlook.js';
import { mailClient, newOutlookAppPath, newOutlookPackage } from './outlookHere.js';
import { binary, needsNewOutlookAlone, needsOtherOutlook, needsOutlook } from './place.js';

const backend = 'msmapi';

/** The message has all of these in it. */
function says(message: string, ...parts: readonly (string | RegExp)[]): void {
  for (const part of parts) {
    if (typeof part === 'string') assert(message.includes(part), `"${part}" is not in: ${message}`);
    else assert.match(message, part);
  }
}

describe('without an Outlook to open, the error says why', () => {
  discoveryTest('there is none', (copies) => {
    registerOutlook([]);
    const { message } = copies.refuses('ERR_OUTLOOK_NOT_INSTALLED');
    says(message, 'profile "Work"', "backend: 'embedded'");
    const auto = failure([{ subscribe: 'Work', backend: 'auto' }]);
    assert.equal(auto.code, 'ERR_OUTLOOK_NOT_INSTALLED');
  });

  for (const [title, key] of [
    ['there is only new Outlook, by its package', newOutlookPackage],
    ['there is only new Outlook, by its program', newOutlookAppPath],
  ] as const) {
    discoveryTest(title, (copies) => {
      registerOutlook([], { [key]: { '': 'olk.exe' } });
      const { message } = copies.refuses('ERR_OUTLOOK_NEW_ONLY');
      says(message, /new Outlook/i, /classic Outlook/, "backend: 'embedded'");
    });
  }

  discoveryTest('new Outlook beside a classic one is no matter', (copies) => {
    const dll = copies.add('classic.dll');
    registerOutlook([{ client: { DLLPathEx: dll }, path: dll }], { [newOutlookAppPath]: {} });
    copies.opens(dll);
  });

  discoveryTest('it is for 32-bit processes', (copies) => {
    const dll = copies.x86('x86.dll');
    outlookAt(dll);
    const { message } = copies.refuses('ERR_OUTLOOK_OTHER_BITNESS');
    says(message, dll, /32-bit/, /64-bit/, /bridge/);
  });

  discoveryTest('its DLL is none', (copies) => {
    const dll = copies.write('text.dll', 'this is no DLL');
    outlookAt(dll);
    const { message } = copies.refuses('ERR_MAPI_LOAD_FAILED');
    says(message, dll, /193|not a valid|format/i);
  });

  discoveryTest('its DLL asks for another one that is not there', (copies) => {
    const dll = copies.copy('needy.dll', 'needy.dll');
    outlookAt(dll);
    // Not `refuses`: Wine keeps the file open whose imports it did not find.
    const { code, message } = failure([{ open: 'Work' }]);
    assert.equal(code, 'ERR_MAPI_LOAD_FAILED');
    says(message, dll, /126|not found/i);
  });

  discoveryTest('its DLL lacks the function', (copies) => {
    const dll = copies.add('other.dll', binary);
    outlookAt(dll);
    const { message } = copies.refuses('ERR_MAPI_FUNCTION_MISSING');
    says(message, dll, 'HrOpenOfflineObj');
  });

  for (const [file, name] of [
    ['no_initialize.dll', 'MAPIInitialize'],
    ['no_uninitialize.dll', 'MAPIUninitialize'],
  ] as const) {
    discoveryTest(`its DLL lacks ${name}`, (copies) => {
      const dll = copies.copy('lacking.dll', file);
      outlookAt(dll);
      const { message } = copies.refuses('ERR_MAPI_FUNCTION_MISSING');
      says(message, `${dll} has no function ${name}.`);
    });
  }

  discoveryTest('MAPI cannot be initialised, and can be the next time', (copies) => {
    const dll = copies.add('unconfigured.dll');
    outlookAt(dll);
    const fails = 0x8004011c;
    const answers = perform([
      { profileIn: dll, name: 'Work' },
      { initializeIn: dll, fails },
      { open: 'Work' },
      { used: [dll] },
      { open: 'Work' },
      { initializeIn: dll, fails },
      { subscribe: 'Work' },
    ]);
    const { code, hresult, operation, message } = answers[2] as Failure;
    assert.deepEqual([code, hresult, operation], ['MAPI_E_UNCONFIGURED', fails, 'MAPIInitialize']);
    says(message, dll, 'profile "Work"');
    // It is initialised by the second opening, and for whatever comes after it.
    assert.deepEqual([answers[3], answers[4], answers[6]], [[], 'online', 'online']);
  });

  discoveryTest('it knows no such profile, as it says to every process but its own', (copies) => {
    const dll = copies.add('unknown.dll');
    outlookAt(dll);
    for (const step of [{ open: 'No such' }, { subscribe: 'No such' }]) {
      const { code, hresult, operation, message } = failure([step]);
      assert.deepEqual(
        [code, hresult, operation],
        ['MAPI_E_NOT_FOUND', 0x8004010f, 'HrOpenOfflineObj'],
      );
      says(message, 'profile "No such"', /Outlook/, /process/, /bridge/);
    }
  });

  discoveryTest('MAPI is not initialised, as while Outlook closes', (copies) => {
    const dll = copies.add('closing.dll');
    outlookAt(dll);
    const fails = 0x80040605;
    const steps = [{ profileIn: dll, name: 'Work', fails }, { open: 'Work' }];
    const { code, hresult, message } = failure(steps);
    assert.deepEqual([code, hresult], ['MAPI_E_NOT_INITIALIZED', fails]);
    says(message, 'profile "Work"', /again/);
    // Once only: the next opening in the same process finds it open.
    assert.equal(perform([...steps, { open: 'Work' }]).at(-1), 'online');
  });

  discoveryTest('and is over when the registry has been mended, in the same process', (copies) => {
    const dll = copies.add('mended.dll');
    const gone = copies.place('gone.dll');
    outlookAt(gone);
    const [first, , , second] = perform([
      { subscribe: 'Work' },
      { registry: { add: { [mailClient]: { DLLPathEx: dll } } } },
      { profileIn: dll, name: 'Work' },
      { subscribe: 'Work' },
    ]);
    assert.equal((first as { code?: string }).code, 'ERR_OUTLOOK_NOT_INSTALLED');
    assert.equal(second, 'online');
  });
});

describe('on a desktop', () => {
  test(
    'a real Outlook’s DLL is found and loads, and answers MAPI_E_NOT_FOUND outside of Outlook',
    { skip: needsOutlook },
    async () => {
      const [profile = 'Outlook'] = await profiles({ backend });
      const error: unknown = await openOfflineObject(profile, { backend }).catch((e: unknown) => e);
      const { code, hresult, message } = error as Error & { code: string; hresult: number };
      assert.deepEqual([code, hresult], ['MAPI_E_NOT_FOUND', 0x8004010f]);
      says(message, /bridge/);
    },
  );

  test('a 32-bit Outlook on 64-bit Windows is told', { skip: needsOtherOutlook }, async () => {
    await assert.rejects(openOfflineObject('Outlook', { backend }), {
      code: 'ERR_OUTLOOK_OTHER_BITNESS',
      message: /32-bit.*64-bit|64-bit.*32-bit/s,
    });
  });

  test('new Outlook without a classic one is told', { skip: needsNewOutlookAlone }, async () => {
    await assert.rejects(openOfflineObject('Outlook', { backend }), {
      code: 'ERR_OUTLOOK_NEW_ONLY',
    });
  });
});
