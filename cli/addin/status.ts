import { win32 } from 'node:path';
import type { Bitness, Windows } from '../../lib/binary.cjs';
import type { FindingsArguments } from '../arguments.js';
import { exitCodes } from '../exitCodes.js';
import { type Finding, findingLines, findingsJson, isProblem } from '../finding.js';
import { say } from '../output.js';
import { type Desktop, desktop as realDesktop } from './desktop.js';
import { findOutlook, nameOf, numbersOf, type Outlook, whyNoAddins } from './outlook.js';
import { policyFindings } from './policies.js';
import { addinFinding, classFinding } from './registered.js';
import { resiliencyFindings } from './resiliency.js';
import { serverFinding } from './server.js';

/** Reports the state of the add-in; resolves with the exit code. */
export async function status(
  { json }: FindingsArguments,
  desktop: Desktop = realDesktop(),
): Promise<number> {
  const findings = await statusFindings(desktop);
  if (json === true) say(findingsJson(findings));
  else findingLines(findings).forEach(say);
  return findings.some(isProblem) ? exitCodes.problem : exitCodes.ended;
}

export async function statusFindings(desktop: Desktop): Promise<Finding[]> {
  const outlook = findOutlook(desktop.windows);
  return [
    ...outlookFindings(desktop.windows, outlook),
    // The registration does not matter where no Outlook could load the add-in.
    ...(whyNoAddins(outlook) === undefined ? registrationFindings(desktop, outlook) : []),
    serverFinding(await desktop.probeBridge(), desktop.version, outlook.running.length > 0),
  ];
}

/** Reports the add-in's registration, and what prevents its loading. */
export function registrationFindings(desktop: Desktop, { machine }: Outlook): Finding[] {
  const { windows } = desktop;
  return [
    ...bitnessesOf(windows).map((bitness) =>
      classFinding(desktop, bitness, machine === bitness || machine === 'unknown'),
    ),
    addinFinding(windows),
    ...policyFindings(windows),
    ...resiliencyFindings(windows),
  ];
}

export function bitnessesOf({ is64Bit }: Windows): readonly Bitness[] {
  return is64Bit ? ['x64', 'x86'] : ['x86'];
}

function outlookFindings(windows: Windows, outlook: Outlook): Finding[] {
  const why = whyNoAddins(outlook);
  if (why !== undefined) return [{ check: 'outlook', result: 'problem', ...why }];
  const { machine, path, running } = outlook;
  return [
    {
      check: 'outlook',
      result: 'ok',
      text: `Classic Outlook is installed, ${nameOf(machine)}: ${win32.dirname(path)}.`,
    },
    runningFinding(outlook),
    ...(running.some(({ isElevated }) => isElevated) ? [elevatedFinding(outlook)] : []),
    ...(windows.isElevated() ? [ownElevation] : []),
  ];
}

function runningFinding({ running, newRunning }: Outlook): Finding {
  const check = 'running';
  if (running.length > 0) {
    return { check, result: 'ok', text: `Outlook runs: ${numbersOf(running)}.` };
  }
  if (newRunning.length > 0) {
    return {
      check,
      result: 'problem',
      text: `New Outlook runs (olk.exe, ${numbersOf(newRunning)}), which has no add-ins; classic Outlook does not run.`,
      remedy: 'Start classic Outlook: switch "New Outlook" off, or start OUTLOOK.EXE.',
    };
  }
  return { check, result: 'note', text: 'Outlook does not run.', remedy: 'Start it.' };
}

function elevatedFinding({ running }: Outlook): Finding {
  return {
    check: 'elevated',
    result: 'problem',
    text: `Outlook runs elevated, as an administrator (${numbersOf(running)}): Windows hides registrations of a single user from such programs.`,
    remedy: 'End Outlook, and start it as usual, from the Start menu.',
  };
}

const ownElevation: Finding = {
  check: 'own-elevation',
  result: 'note',
  text: 'This command runs elevated, as an administrator: an Outlook that is not elevated does not answer it.',
  remedy: "Run it, and programs that use rx-outlook, without administrator's rights.",
};
