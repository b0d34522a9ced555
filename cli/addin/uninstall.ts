import { exitCodes, Failure, messageOf } from '../exitCodes.js';
import { say } from '../output.js';
import { type Desktop, desktop as realDesktop } from './desktop.js';
import { logs, removeVersions, rootOf } from './folders.js';
import { registeredDll } from './registered.js';
import { bitnessesOf } from './status.js';
import { sayRemoved } from './removed.js';

/** Removes everything that `install` has written; returns the exit code. */
export function uninstall(desktop: Desktop = realDesktop()): number {
  const { windows } = desktop;
  rootOf(desktop); // throws before anything is removed
  const bitnesses = bitnessesOf(windows);
  const removed = bitnesses.filter((bitness) => unregister(desktop, bitness));
  const folders = removeVersions(desktop, true);
  if (removed.length > 0) {
    say(`Removed from the registry of this user, for ${removed.join(' and ')}: the add-in's keys.`);
  }
  sayRemoved('Removed:', folders);
  if (removed.length === 0 && folders.removed.length === 0) say('The add-in was not installed.');
  for (const log of logs(desktop)) say(`The add-in's log stays: ${log}`);
  for (const bitness of bitnesses) {
    const left = registeredDll(windows, bitness);
    if (left === undefined) continue;
    say(`Still registered for all users of this machine, by its administrator: ${left.dll}`);
  }
  if (windows.processes('OUTLOOK.EXE').length > 0) {
    say('Outlook runs, and keeps the add-in until it ends.');
  }
  return exitCodes.ended;
}

function unregister({ windows }: Desktop, bitness: 'x86' | 'x64'): boolean {
  try {
    return windows.unregisterAddin(bitness);
  } catch (error) {
    throw new Failure(
      `cannot remove the add-in's keys for ${bitness}: ${messageOf(error)}`,
      exitCodes.failed,
      error,
    );
  }
}
