import type { Machine, RunningProcess, Windows } from '../../lib/binary.cjs';
import type { Finding } from '../finding.js';

/** The Outlook on this machine. */
export interface Outlook {
  readonly isInstalled: boolean;
  /** Of the running Outlook, else of the installed one. */
  readonly machine: Machine;
  /** The path of the running program, else of the MAPI DLL. */
  readonly path: string;
  readonly running: readonly RunningProcess[];
  readonly isNewInstalled: boolean;
  readonly newRunning: readonly RunningProcess[];
}

export function findOutlook(windows: Windows): Outlook {
  const running = windows.processes('OUTLOOK.EXE');
  const newRunning = windows.processes('olk.exe');
  const [installed] = windows.outlookDlls();
  const path = running.find((one) => one.path !== '')?.path ?? installed ?? '';
  return {
    isInstalled: running.length > 0 || installed !== undefined,
    machine: path === '' ? 'unknown' : windows.machineOf(path),
    path,
    running,
    isNewInstalled: newRunning.length > 0 || windows.isNewOutlookInstalled(),
    newRunning,
  };
}

const names: Readonly<Record<Machine, string>> = {
  x86: '32-bit (x86)',
  x64: '64-bit (x64)',
  arm64: '64-bit (arm64)',
  unknown: 'of a kind that its file does not name',
};

export function nameOf(machine: Machine): string {
  return names[machine];
}

export function numbersOf(processes: readonly RunningProcess[]): string {
  return `process ${processes.map(({ id }) => String(id)).join(', ')}`;
}

/** Returns why no Outlook here could load an add-in; `undefined` when one could. */
export function whyNoAddins({
  isInstalled,
  isNewInstalled,
  machine,
  path,
}: Outlook): Pick<Finding, 'text' | 'remedy'> | undefined {
  if (!isInstalled && isNewInstalled) {
    return {
      text: 'There is only new Outlook (olk.exe) here, which has neither add-ins nor MAPI.',
      remedy: 'Install classic Outlook for Windows, or switch back to it.',
    };
  }
  if (!isInstalled) {
    return {
      text: 'There is no classic Outlook here.',
      remedy: 'Install classic Outlook for Windows; to develop without it: "npx rx-outlook host".',
    };
  }
  if (machine !== 'arm64') return undefined;
  return {
    text: `Outlook is ${nameOf(machine)}, for which there is no add-in: ${path}.`,
    remedy: 'The add-in is made for x86 and x64 only.',
  };
}
