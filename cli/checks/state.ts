import { firstValueFrom } from 'rxjs';
import { accounts$ } from '../../lib/accounts.js';
import type { Windows } from '../../lib/binary.cjs';
import { connectionStatus$ } from '../../lib/connectionStatus.js';
import { OfflineStateError } from '../../lib/errors.js';
import { openOfflineObject } from '../../lib/openOfflineObject.js';
import { profiles } from '../../lib/profiles.js';
import type { AnsweringBackend, ConnectionStatus } from '../../lib/types.js';
import type { Finding } from '../finding.js';
import { nameOf } from '../lines.js';
import { forTheCommand } from '../wording.js';

/** In milliseconds. */
const options = { timeout: 10_000 };

/** The state of the first profile, for a program that names no backend. */
export interface FirstState {
  readonly profile: string;
  readonly status: ConnectionStatus;
  /** `undefined` where no accounts can be listed. */
  readonly accounts?: number | undefined;
}

/** Asks for the state of the first profile; rejects with an OfflineStateError where there is none. */
export async function firstState(): Promise<FirstState | undefined> {
  const [profile] = await profiles(options);
  if (profile === undefined) return undefined;
  const status = await firstValueFrom(connectionStatus$(profile, options));
  // The status has the reason; this error has the remedy, too.
  if (status.backend === undefined) await (await openOfflineObject(profile, options)).close();
  return { profile, status, accounts: await countOfAccounts(profile) };
}

async function countOfAccounts(profile: string): Promise<number | undefined> {
  try {
    return (await firstValueFrom(accounts$(profile, options))).size;
  } catch (error) {
    if (error instanceof OfflineStateError) return undefined; // the finding about the accounts says why
    throw error;
  }
}

const bases: Readonly<Record<AnsweringBackend, string>> = {
  bridge: 'over the bridge (changes are pushed)',
  msmapi: "by Outlook's DLL in this process (changes are pushed)",
  automation: 'by automation (polled every 5 s); with the add-in changes would be pushed',
  embedded: 'by the embedded backend, which is no Outlook',
};

/** Reports the state, and the backend behind it. `windows`: absent on other systems. */
export async function stateFinding(
  windows: Pick<Windows, 'processes'> | undefined,
  ask: () => Promise<FirstState | undefined> = firstState,
): Promise<Finding & { readonly backend?: AnsweringBackend | undefined }> {
  const check = 'state';
  let first: FirstState | undefined;
  try {
    first = await ask();
  } catch (error) {
    if (!(error instanceof OfflineStateError)) throw error;
    return { check, result: 'note', text: `No state is known: ${forTheCommand(error)}` };
  }
  if (first === undefined) {
    return { check, result: 'note', text: 'No state is known: there are no profiles.' };
  }
  const { profile, status, accounts } = first;
  const { state, reason, backend } = status;
  const known = [
    ...runningOutlook(windows),
    `profile ${nameOf(profile)} is ${state}${reason === undefined ? '' : ` (${reason})`}`,
    ...(accounts === undefined ? [] : [counted(accounts)]),
    ...(backend === undefined ? [] : [bases[backend]]),
  ];
  const text = `${known.join(', ').replace(/^p/, 'P')}.`;
  return { check, result: state === 'unknown' ? 'note' : 'ok', text, backend };
}

function counted(accounts: number): string {
  return accounts === 1 ? '1 account' : `${String(accounts)} accounts`;
}

/** Names a running Outlook with its version, as the folder of the program has it. */
function runningOutlook(windows: Pick<Windows, 'processes'> | undefined): string[] {
  const running = windows?.processes('OUTLOOK.EXE') ?? [];
  if (running.length === 0) return [];
  const path = running.find((one) => one.path !== '')?.path ?? '';
  const version = /\\Office(\d+)\\[^\\]*$/i.exec(path)?.[1];
  return [`Outlook${version === undefined ? '' : ` ${version}`} runs`];
}
