import { isAmbiguous } from './failures.js';
import { OfflineStateError } from './errors.js';

/**
 * Why there is no Outlook to ask.
 *
 * - `'not-running'`: no Outlook answers over the bridge, or the one that did has ended;
 * - `'not-answering'`: there is one, and it gives no sign of life, or no answer in time;
 * - `'not-trusted'`: what is in its place is not private to this user;
 * - `'no-place'`: no server can be at its place: the folder around it is missing or read-only, the path is too
 *   long for a socket, or `RX_OUTLOOK_PLACE` is no name;
 * - `'protocol'`: it speaks another version of the bridge's protocol;
 * - `'not-installed'`: there is no Outlook on this machine;
 * - `'new-outlook'`: there is only new Outlook, or that is the one that runs; it has no MAPI and no add-ins;
 * - `'add-in-missing'`: Outlook has no add-in of ours, or its DLL is gone: `npx rx-outlook addin install`;
 * - `'add-in-disabled'`: Outlook, its user or a policy keeps the add-in from being loaded, and
 *   `npx rx-outlook addin status` says which;
 * - `'elevated'`: Outlook runs as an administrator, and loads no add-in of the user's;
 * - `'other-bitness'`: its MAPI DLL is made for another kind of processor than this process;
 * - `'broken-installation'`: its MAPI DLL does not load, or lacks the Offline State API;
 * - `'outside-outlook'`: Outlook's DLL is here, and answers Outlook's own process alone;
 * - `'unsupported'`: this platform has no binary, or one that does not load, or the binary has no such backend;
 * - `'limit'`: this process has no memory, threads or file descriptors left, or asks for more than one may;
 * - `'closing'`: the process or worker is ending;
 * - `'failed'`: something else.
 *
 * More may come: take one that you do not know for `'failed'`. The error behind each, with what to do about
 * it, is on the channel `rx-outlook:error` ({@link DiagnosticsChannels}).
 *
 * @public
 */
export type UnavailableReason =
  | 'not-running'
  | 'not-answering'
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
  | 'unsupported'
  | 'limit'
  | 'closing'
  | 'failed';

/**
 * Why a state is not known: an {@link UnavailableReason}, or
 *
 * - `'no-such-profile'`: Outlook knows no profile of that name;
 * - `'gone'`: the offline object went away while its Outlook goes on, as when a profile is removed; a moment
 *   later, when it was asked for again, there is a state or another reason;
 * - `'neither'`: the offline object says that it is neither online nor offline.
 *
 * @public
 */
export type UnknownReason = UnavailableReason | 'no-such-profile' | 'gone' | 'neither';

/** By an error's code; every other one is 'failed'. */
const reasons: Readonly<Record<string, UnknownReason>> = {
  ERR_OUTLOOK_NOT_RUNNING: 'not-running',
  ERR_BRIDGE_NOT_ANSWERING: 'not-answering',
  ERR_TIMEOUT: 'not-answering',
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
  ERR_BINARY_NOT_FOUND: 'unsupported',
  ERR_BINARY_LOAD_FAILED: 'unsupported',
  ERR_BRIDGE_LIMIT: 'limit',
  ERR_OUT_OF_RESOURCES: 'limit',
  E_OUTOFMEMORY: 'limit',
  ERR_ENVIRONMENT_CLOSED: 'closing',
  ERR_OFFLINE_OBJECT_GONE: 'gone',
  MAPI_E_NOT_FOUND: 'no-such-profile',
};

/** RPC_E_DISCONNECTED: the object is gone because the process that it lived in is. */
const disconnected = 0x8001_0108;

export function reasonOf(error: unknown): UnknownReason {
  if (!(error instanceof OfflineStateError)) return 'failed';
  const reason = reasons[error.code] ?? 'failed';
  if (reason === 'gone' && error.hresult === disconnected) return 'not-running';
  return reason === 'no-such-profile' && isAmbiguous(error) ? 'outside-outlook' : reason;
}

/** The same where it was about no profile. */
export function unavailableReasonOf(error: unknown): UnavailableReason {
  const reason = reasonOf(error);
  return reason === 'no-such-profile' || reason === 'gone' || reason === 'neither'
    ? 'failed'
    : reason;
}

/** Nothing that can happen in this process changes it. */
export function isFinal(reason: UnknownReason): boolean {
  return reason === 'closing';
}

/** Waiting may change it, as when the package is installed anew, but no process is kept alive for that. */
export function isLasting(reason: UnknownReason): boolean {
  return reason === 'unsupported' || isFinal(reason);
}
