import { isAmbiguous } from './failures.js';
import { OfflineStateError } from './errors.js';
import { isOfPlatform } from './missing.js';

/**
 * The reason why no Outlook can be asked.
 *
 * - `'not-running'`: no Outlook runs, none answers over the chosen backend, or the one that did has ended.
 *   Remedy: start Outlook with the add-in.
 * - `'not-answering'`: Outlook, or the bridge's server, does not respond, or not in time. Remedy: close the
 *   dialog in which Outlook waits, or restart Outlook.
 * - `'not-reachable'`: Outlook runs, but is not in the table of running objects, as while it starts or has
 *   no window (`'automation'`). Remedy: open a window of Outlook, or restart Outlook.
 * - `'not-trusted'`: other users can access the server's place. Remedy: make the folder in the error's
 *   message accessible to this user alone.
 * - `'no-place'`: no server can be at the bridge's place: its folder is missing or read-only, the path is
 *   too long for a socket, or `RX_OUTLOOK_PLACE` is no valid name. Remedy: set `XDG_RUNTIME_DIR` to a
 *   writable folder with a short path, and correct or unset `RX_OUTLOOK_PLACE`.
 * - `'protocol'`: the server has another version of the bridge's protocol. Remedy: use the same version of
 *   this package in the program and in the add-in.
 * - `'not-installed'`: this machine has no Outlook. Remedy: install classic Outlook.
 * - `'new-outlook'`: only new Outlook is installed, or is running; it has no MAPI and no add-ins. Remedy:
 *   install classic Outlook, or switch back to it.
 * - `'add-in-missing'`: Outlook lacks the add-in, or its DLL is missing. Remedy: run
 *   `npx rx-outlook addin install`, then restart Outlook.
 * - `'add-in-disabled'`: Outlook, its user or a policy disabled the add-in. Remedy: run
 *   `npx rx-outlook addin status`, which names the cause.
 * - `'elevated'`: Outlook or this program runs as an administrator, and the other does not; such an Outlook
 *   does not load the user's add-in either. Remedy: start both as a normal user.
 * - `'other-bitness'`: Outlook's MAPI DLL is made for another kind of processor than this process (32 bits
 *   and 64, or Intel and Arm). Remedy: use the bridge, or a Node.js or Electron of Outlook's kind.
 * - `'broken-installation'`: Outlook's MAPI DLL does not load, or lacks the Offline State API. Remedy:
 *   update or repair Office.
 * - `'outside-outlook'`: Outlook's DLL exists, and answers Outlook's own process only. Remedy: use the
 *   bridge: run `npx rx-outlook addin install`.
 * - `'no-binary'`: the native binary is not where it is looked for, as in a bundle. Remedy: copy the binary
 *   beside the bundle, or name it by `setBinary`; see docs/bundlers.md.
 * - `'unsupported'`: this platform has no binary, or the binary does not load or lacks the backend. Remedy:
 *   see the error on the channel `rx-outlook:error`, or choose another backend.
 * - `'limit'`: this process has no memory, threads or file descriptors left, or exceeds the server's limit.
 *   Remedy: end what the process does not need, or share subscriptions.
 * - `'closing'`: the process or worker is ending. Remedy: nothing: no state follows.
 * - `'failed'`: any other reason. Remedy: see the error on the channel `rx-outlook:error`.
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
 * - `'no-such-profile'`: Outlook has no profile of that name. Remedy: compare the name with those that
 *   `profiles` returns.
 * - `'no-such-account'`: the profile has no account of that name. Remedy: compare the name with those that
 *   `accounts$` emits.
 * - `'no-accounts'`: the backend has no accounts, or the bridge's server is too old for them. Remedy:
 *   update the add-in, or omit the option `account`.
 * - `'gone'`: the offline object went away while its Outlook continues, as when a profile or account is
 *   removed. Remedy: wait: after the next request there is a state or another reason.
 * - `'no-exchange'`: Outlook has no Exchange connection for the profile or account, as for IMAP and POP3,
 *   and reports nothing of other connections (`'automation'`, and accounts over the add-in). Remedy: use
 *   another account; the state of this one stays unknown.
 * - `'neither'`: the offline object reports another state that is neither online nor offline. Remedy: wait
 *   for the next state.
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
