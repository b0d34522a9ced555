import assert from 'node:assert/strict';
import { join } from 'node:path';
import { callServer, type Bitness } from './outlookHost.js';
import { changeRegistry, forbidden } from './permission.js';
import { binary, isWine } from './place.js';
import { keyExists } from './registry.js';

export const progId = 'RxOutlook.AddIn';
export const clsid = '{9F43EEE0-D214-4C8A-B1C0-827B7BFEB024}';

/** The add-in of the package, for an Outlook of that bitness. */
export const addIn = (bitness: Bitness): string =>
  join(binary, '../..', bitness === 'x64' ? 'win32-x64' : 'win32-ia32', 'rx-outlook-addin.dll');

const classes = (bitness: Bitness): string =>
  bitness === 'x64' ? 'Software\\Classes\\CLSID' : 'Software\\Classes\\Wow6432Node\\CLSID';

/** The keys by which the add-in is found, of both bitnesses. */
export const addInKeys = [
  `HKCU\\Software\\Classes\\${progId}`,
  `HKCU\\${classes('x64')}\\${clsid}`,
  `HKCU\\${classes('x86')}\\${clsid}`,
  `HKCU\\Software\\Microsoft\\Office\\Outlook\\Addins\\${progId}`,
] as const;

/** Wine's COM looks for classes in HKLM alone: there they are put a second time, for it. */
export function showWine(bitness: Bitness, dll = addIn(bitness)): void {
  if (!isWine) return;
  const key = `HKLM\\${classes(bitness)}\\${clsid}`;
  changeRegistry({
    add: {
      [`HKLM\\Software\\Classes\\${progId}\\CLSID`]: { '': clsid },
      [`${key}\\InprocServer32`]: { '': dll, ThreadingModel: 'Apartment' },
    },
  });
}

export function hideFromWine(bitness: Bitness): void {
  if (!isWine) return;
  changeRegistry({
    remove: [`HKLM\\${classes(bitness)}\\${clsid}`, `HKLM\\Software\\Classes\\${progId}`],
  });
}

/** Registers the add-in for this user, as regsvr32 does. */
export function registerAddIn(bitness: Bitness): void {
  assert.equal(callServer(bitness, 'register', addIn(bitness)), '00000000');
  showWine(bitness);
}

export function unregisterAddIn(bitness: Bitness): void {
  if (forbidden() !== undefined) return; // hooks run also where every test is skipped
  assert.equal(callServer(bitness, 'unregister', addIn(bitness)), '00000000');
  hideFromWine(bitness);
}

export const registeredKeys = (): readonly string[] => addInKeys.filter((key) => keyExists(key));
