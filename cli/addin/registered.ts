import type { Bitness, RegistryRoot, Windows } from '../../lib/binary.cjs';
import type { Finding } from '../finding.js';
import type { Desktop } from './desktop.js';
import { versionOf } from './folders.js';
import { addinKey, valueOf } from './keys.js';
import { nameOf } from './outlook.js';
import { isAlwaysEnabled } from './policies.js';

const install = 'Run "npx rx-outlook addin install".';

/**
 * Returns the DLL that COM finds for the add-in; the user's registration takes precedence over the
 * machine's.
 */
export function registeredDll(
  windows: Windows,
  bitness: Bitness,
): { readonly root: RegistryRoot; readonly dll: string } | undefined {
  const other = bitness === 'x86' && windows.is64Bit ? 'Wow6432Node\\' : '';
  const server = `Software\\Classes\\${other}CLSID\\${windows.classId}\\InprocServer32`;
  for (const root of ['HKCU', 'HKLM'] as const) {
    const dll = valueOf(windows.readKey(root, server), '');
    if (typeof dll === 'string' && dll !== '') return { root, dll };
  }
  return undefined;
}

/** Checks the registration for one bitness; `isNeeded` by the Outlook on this machine. */
export function classFinding(desktop: Desktop, bitness: Bitness, isNeeded: boolean): Finding {
  const { windows, files, version } = desktop;
  const found = registeredDll(windows, bitness);
  const finding = (result: Finding['result'], text: string, remedy?: string): Finding => ({
    check: `class-${bitness}`,
    result: result === 'problem' && !isNeeded ? 'note' : result,
    text,
    remedy,
  });
  const what = `for a ${nameOf(bitness)} Outlook`;
  if (found === undefined) {
    return finding('problem', `The add-in is not registered ${what}.`, install);
  }
  const { root, dll } = found;
  const registered = `The add-in is registered ${what} (${root}): ${dll}`;
  if (!files.exists(dll))
    return finding('problem', `${registered}, which does not exist.`, install);
  const machine = windows.machineOf(dll);
  if (machine !== bitness) {
    return finding('problem', `${registered}, which is ${nameOf(machine)}.`, install);
  }
  const its = versionOf(dll);
  if (its !== undefined && its !== version) {
    return finding('note', `${registered}. This package is version ${version}.`, install);
  }
  return finding('ok', `${registered}.`);
}

/** Checks whether Outlook's registry keys name the add-in, and whether Outlook loads it at its start. */
export function addinFinding(windows: Windows): Finding {
  const key = addinKey(windows);
  const places = [
    { root: 'HKCU', view: 64 },
    { root: 'HKLM', view: 64 },
    { root: 'HKLM', view: 32 },
  ] as const;
  for (const { root, view } of places) {
    const behavior = valueOf(windows.readKey(root, key, view), 'LoadBehavior');
    if (typeof behavior !== 'number') continue;
    return loadFinding(`${root}\\${key}`, behavior, isAlwaysEnabled(windows));
  }
  return {
    check: 'load-behavior',
    result: 'problem',
    text: `The add-in is not registered with Outlook: there is no HKCU\\${key}, and none in HKLM.`,
    remedy: install,
  };
}

function loadFinding(key: string, behavior: number, isAlways: boolean): Finding {
  const check = 'load-behavior';
  const said = `LoadBehavior is ${String(behavior)} in ${key}`;
  if ((behavior & 3) === 3) {
    return { check, result: 'ok', text: `Outlook loads the add-in when it starts: ${said}.` };
  }
  if (isAlways) {
    return {
      check,
      result: 'note',
      text: `A policy makes Outlook load the add-in, though ${said}.`,
    };
  }
  return {
    check,
    result: 'problem',
    text:
      (behavior & 2) === 2
        ? `Outlook has tried to load the add-in and failed, or its user has switched it off: ${said}.`
        : `Outlook does not load the add-in when it starts: ${said}.`,
    remedy: `${install.slice(0, -1)}, which sets it to 3, and start Outlook again.`,
  };
}
