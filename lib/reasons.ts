import { isAmbiguous } from './failures.js';
import { OfflineStateError } from './errors.js';
import { isOfPlatform } from './missing.js';

/**
 * The reason why no Outlook can be asked.
 *
 * - `'not-running'`: no Outlook runs, none answers over the chosen backend, or the one that did has ended;
 * - `'not-answering'`: it does not respond, or not in time;
 * - `'not-reachable'`: Outlook runs, but is not in the table of running objects, as while it starts or has no
 *   window (`'automation'`);
 * - `'not-trusted'`: other users can access the server's place;
 * - `'no-place'`: no server can be at the bridge's place: its folder is missing or read-only, the path is
 *   too long for a socket, or `RX_OUTLOOK_PLACE` is no valid name;
 * - `'protocol'`: the server has another version of the bridge's protocol;
 * - `'not-installed'`: this machine has no Outlook;
 * - `'new-outlook'`: only new Outlook is installed, or is running; it has no MAPI and no add-ins;
 * - `'add-in-missing'`: Outlook lacks the add-in, or its DLL is missing: `npx rx-outlook addin install`;
 * - `'add-in-disabled'`: Outlook, its user or a policy disabled the add-in; `npx rx-outlook addin status`
 *   says which;
 * - `'elevated'`: Outlook or this program runs as an administrator, and the other does not; such an Outlook
 *   does not load the user's add-in either;
 * - `'other-bitness'`: Outlook's MAPI DLL is made for another kind of processor than this process;
 * - `'broken-installation'`: Outlook's MAPI DLL does not load, or lacks the Offline State API;
 * - `'outside-outlook'`: Outlook's DLL exists, and answers Outlook's own process only;
 * - `'no-binary'`: the native binary is not where it is looked for, as in a bundle: `setBinary`, docs/bundlers.md;
 * - `'unsupported'`: this platform has no binary, or the binary does not load or lacks the backend;
 * - `'limit'`: this process has no memory, threads or file descriptors left, or exceeds the server's limit;
 * - `'closing'`: the process or worker is ending;
 * - `'failed'`: any other reason.
 *
 * Later versions may add reasons: treat an unknown one as `'failed'`. The channel `rx-outlook:error`
 * ({@link DiagnosticsChannels}) has the error behind each reason, with its remedy.
 *
 * @public
 */
export type UnavailableReason =
  | 'not-running'
  | 'not-answering'
  | 'not-reachable'
  | 'not-trusted'
  | 'no-place'
  | 'protocol'
  | 'not-installed'
  | 'new-outlook'
  | 'add-in-missing'
  | 'add-in-disabled'
  | 'elevated'
  | 'other-bitness'
  | 'broken-installation'
  | 'outside-outlook'
  | 'no-binary'
  | 'unsupported'
  | 'limit'
  | 'closing'
  | 'failed';

/**
 * The reason why a state is not known: an {@link UnavailableReason}, or
 *
 * - `'no-such-profile'`: Outlook has no profile of that name;
 * - `'no-such-account'`: the profile has no account of that name;
 * - `'no-accounts'`: the backend has no accounts, or the bridge's server is too old for them;
 * - `'gone'`: the offline object went away while its Outlook continues, as when a profile or
 *   account is removed; after
 *   the next request there is a state or another reason;
 * - `'no-exchange'`: Outlook has no Exchange connection for the profile or account, as for IMAP and POP3, and
 *   reports nothing of other connections (`'automation'`, and accounts over the add-in);
 * - `'neither'`: the offline object reports another state that is neither online nor offline.
 *
 * @public
 */
export type UnknownReason =
  | UnavailableReason
  | 'no-such-profile'
  | 'no-such-account'
  | 'no-accounts'
  | 'gone'
  | 'no-exchange'
  | 'neither';

/** Reasons by an error's code; every other code is 'failed'. */
const reasons: Readonly<Record<string, UnknownReason>> = {
  ERR_OUTLOOK_NOT_RUNNING: 'not-running',
  ERR_BRIDGE_NOT_ANSWERING: 'not-answering',
  ERR_OUTLOOK_NOT_ANSWERING: 'not-answering',
  ERR_TIMEOUT: 'not-answering',
  ERR_OUTLOOK_NOT_REACHABLE: 'not-reachable',
  ERR_BRIDGE_NOT_TRUSTED: 'not-trusted',
  ERR_BRIDGE_NO_PLACE: 'no-place',
  ERR_BRIDGE_PROTOCOL: 'protocol',
  ERR_OUTLOOK_NOT_INSTALLED: 'not-installed',
  ERR_OUTLOOK_NEW_ONLY: 'new-outlook',
  ERR_ADDIN_MISSING: 'add-in-missing',
  ERR_ADDIN_DISABLED: 'add-in-disabled',
  ERR_OUTLOOK_ELEVATED: 'elevated',
  ERR_OUTLOOK_OTHER_BITNESS: 'other-bitness',
  ERR_MAPI_LOAD_FAILED: 'broken-installation',
  ERR_MAPI_FUNCTION_MISSING: 'broken-installation',
  ERR_BACKEND_UNAVAILABLE: 'unsupported',
  ERR_BINARY_NOT_FOUND: 'no-binary',
  ERR_BINARY_LOAD_FAILED: 'unsupported',
  ERR_BRIDGE_LIMIT: 'limit',
  ERR_OUT_OF_RESOURCES: 'limit',
  E_OUTOFMEMORY: 'limit',
  ERR_ENVIRONMENT_CLOSED: 'closing',
  ERR_OFFLINE_OBJECT_GONE: 'gone',
  MAPI_E_NOT_FOUND: 'no-such-profile',
  ERR_ACCOUNT_NOT_FOUND: 'no-such-account',
  ERR_ACCOUNTS_UNAVAILABLE: 'no-accounts',
};

/** RPC_E_DISCONNECTED: the object is gone because its process has ended. */
export const disconnected = 0x8001_0108;

export function reasonOf(error: unknown): UnknownReason {
  if (!(error instanceof OfflineStateError)) return 'failed';
  const reason = reasons[error.code] ?? 'failed';
  if (reason === 'gone' && error.hresult === disconnected) return 'not-running';
  if (isOfPlatform(error)) return 'unsupported';
  return reason === 'no-such-profile' && isAmbiguous(error) ? 'outside-outlook' : reason;
}

/** Returns the reason for an error that concerns no profile. */
export function unavailableReasonOf(error: unknown): UnavailableReason {
  const reason = reasonOf(error);
  return isOfTarget(reason) ? 'failed' : reason;
}

const ofTarget: ReadonlySet<UnknownReason> = new Set<Exclude<UnknownReason, UnavailableReason>>([
  'no-such-profile',
  'no-such-account',
  'no-accounts',
  'gone',
  'no-exchange',
  'neither',
]);

function isOfTarget(reason: UnknownReason): reason is Exclude<UnknownReason, UnavailableReason> {
  return ofTarget.has(reason);
}

/** Whether nothing in this process can change the reason. */
export function isFinal(reason: UnknownReason): boolean {
  return reason === 'closing';
}

/**
 * Whether the reason is unlikely to change (as by installing the package anew), so that waiting keeps no
 * process alive.
 */
export function isLasting(reason: UnknownReason): boolean {
  return reason === 'unsupported' || reason === 'no-binary' || isFinal(reason);
}
