import type { Windows } from '../../lib/binary.cjs';
import type { Finding } from '../finding.js';
import { releases, settingsOf, valueOf } from './keys.js';

/** Reports what Outlook has recorded about the add-in: crashes, and whether it is disabled. */
export function resiliencyFindings(windows: Windows): Finding[] {
  return releases.flatMap((release) => {
    const resiliency = `${settingsOf(release)}\\Resiliency`;
    const named = (list: string): boolean => isNamed(windows, `${resiliency}\\${list}`);
    const findings: Finding[] = [];
    if (named('DisabledItems')) {
      findings.push({
        check: 'disabled-items',
        result: 'problem',
        text: `Outlook has disabled the add-in after a crash or a hang: HKCU\\${resiliency}\\DisabledItems.`,
        remedy:
          'In Outlook: File, Options, Add-ins, Manage: Disabled Items, Go, then enable rx-outlook and start Outlook again. ' +
          'If that happens again, please report it.',
      });
    }
    if (named('CrashingAddinList')) {
      findings.push({
        check: 'crashing-add-ins',
        result: 'note',
        text: `Outlook has counted a crash while the add-in was loaded: HKCU\\${resiliency}\\CrashingAddinList.`,
        remedy: 'Do nothing unless Outlook disables it; if that happens again, please report it.',
      });
    }
    const kept = valueOf(
      windows.readKey('HKCU', `${resiliency}\\DoNotDisableAddinList`),
      windows.progId,
    );
    if (kept !== undefined) {
      findings.push({
        check: 'do-not-disable',
        result: 'ok',
        text: `The user has asked Outlook to keep the add-in: HKCU\\${resiliency}\\DoNotDisableAddinList, ${windows.progId} = ${String(kept)}.`,
      });
    }
    return findings;
  });
}

/**
 * Whether a key has a value for the add-in: the values name an add-in by its DLL or its ProgID, in UTF-16
 * between numbers.
 */
function isNamed(windows: Windows, path: string): boolean {
  const wanted = [windows.dllName, windows.progId].map((name) => name.toLowerCase());
  const values = Object.entries(windows.readKey('HKCU', path)?.values ?? {});
  return values.some(([name, value]) => {
    const text = typeof value === 'object' ? Buffer.from(value).toString('utf16le') : String(value);
    return wanted.some((one) => `${name}\n${text}`.toLowerCase().includes(one));
  });
}
