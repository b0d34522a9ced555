import type { Windows } from '../../lib/binary.cjs';
import { exitCodes, Failure, messageOf } from '../exitCodes.js';
import { findingLines, isProblem } from '../finding.js';
import { say } from '../output.js';
import { type Desktop, desktop as realDesktop } from './desktop.js';
import { copyDll, installedDll, removeVersions } from './folders.js';
import { findOutlook, type Outlook, whyNoAddins } from './outlook.js';
import { policyFindings } from './policies.js';
import { bitnessesOf, registrationFindings } from './status.js';
import { sayRemoved } from './removed.js';

/**
 * Installs the add-in for this user; returns the exit code. Throws a {@link Failure} when Outlook could not
 * load it.
 */
export function install(desktop: Desktop = realDesktop()): number {
  const { windows } = desktop;
  const outlook = findOutlook(windows);
  refuseInVain(windows, outlook);
  const bitnesses = bitnessesOf(windows);
  say('Copied for this user:');
  for (const bitness of bitnesses) {
    const isNew = copyDll(desktop, bitness);
    say(`  ${installedDll(desktop, bitness)}${isNew ? '' : '  (was there)'}`);
  }
  for (const bitness of bitnesses) register(windows, bitness, installedDll(desktop, bitness));
  say('Written to the registry, below HKEY_CURRENT_USER:');
  for (const line of writtenLines(desktop)) say(`  ${line}`);
  sayRemoved('Removed, of other versions:', removeVersions(desktop, false));
  if (windows.isElevated()) {
    say(
      "This runs as an administrator: if that is another user than Outlook's, Outlook does not find the add-in.",
    );
  }
  say('To undo it: npx rx-outlook addin uninstall, or delete these by hand.');
  // Outlook may still be prevented from loading it.
  const problems = registrationFindings(desktop, outlook).filter(isProblem);
  findingLines(problems).forEach(say);
  say(next(outlook));
  return problems.length > 0 ? exitCodes.problem : exitCodes.ended;
}

function refuseInVain(windows: Windows, outlook: Outlook): void {
  const why = whyNoAddins(outlook) ?? policyFindings(windows).find(isProblem);
  if (why === undefined) return;
  throw new Failure(`nothing is installed. ${[why.text, why.remedy].join(' ')}`, exitCodes.failed);
}

function register(windows: Windows, bitness: 'x86' | 'x64', dll: string): void {
  try {
    windows.registerAddin(bitness, dll);
  } catch (error) {
    throw new Failure(
      `cannot register the add-in for a ${bitness} Outlook: ${messageOf(error)}. ` +
        '"npx rx-outlook addin uninstall" removes what was written.',
      exitCodes.failed,
      error,
    );
  }
}

/** Lists what was written; entries that both bitnesses share appear once. */
function writtenLines(desktop: Desktop): readonly string[] {
  const lines = bitnessesOf(desktop.windows).flatMap((bitness) =>
    desktop.windows
      .addinValues(bitness, installedDll(desktop, bitness))
      .map(
        ({ key, name, value }) => `${key}: ${name === '' ? '(default)' : name} = ${String(value)}`,
      ),
  );
  return [...new Set(lines)];
}

function next({ running }: Outlook): string {
  return running.length > 0
    ? 'Outlook runs: end it and start it again, then: npx rx-outlook addin status'
    : 'Start Outlook, then: npx rx-outlook addin status';
}
