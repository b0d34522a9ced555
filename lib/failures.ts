import type { Binary, Explanation } from './binary.cjs';
import { OfflineStateError } from './errors.js';
import { described, namesOf, noTarget, type Target } from './target.js';

/** Explains how to develop without an Outlook. */
export const forDevelopment =
  "To develop without Outlook, name the embedded one (backend: 'embedded', " +
  "setDefaultBackend('embedded') or RX_OUTLOOK_BACKEND=embedded), or run " +
  '"npx rx-outlook host --profile Work" and name the bridge (backend: \'bridge\').';

/** Remedies by an HRESULT's name. */
const remedies: Readonly<Record<string, string>> = {
  MAPI_E_NOT_FOUND: 'Check the name: the backend has no profile of that name.',
  MAPI_E_NO_SUPPORT:
    'This profile cannot be set to that state; capabilities() says which states it supports.',
  MAPI_E_NOT_INITIALIZED: 'MAPI is not initialised: is Outlook closing? Subscribe again later.',
  E_PENDING:
    'Another change of this profile is under way; try again after connectionStateChange$ has emitted done.',
  E_OUTOFMEMORY: 'The process is out of memory.',
  E_NOTIMPL: 'This backend cannot do that; the bridge, with the add-in inside Outlook, can.',
};

/** On other systems the server is a process for development: there is no Outlook. */
const isWindows = process.platform === 'win32';

/** A remedy for programs; not for the command. */
export const toSubscribeAgain =
  'Subscribe again once there is a server (connectionStatus$ does so by itself).';

const toStart = isWindows
  ? 'Start Outlook with the rx-outlook add-in ("npx rx-outlook addin status" says whether it has it). '
  : '';

/** The same for the HRESULTs of this package, which have names, but no documented numbers. */
const ours: Readonly<Record<string, string>> = {
  ERR_OUTLOOK_NOT_INSTALLED: `Install classic Outlook for Windows. ${forDevelopment}`,
  ERR_OUTLOOK_NEW_ONLY: `Install classic Outlook for Windows, or switch back to it. ${forDevelopment}`,
  ERR_OUTLOOK_OTHER_BITNESS: "Run this program in a Node.js or Electron of Outlook's kind.",
  ERR_OUTLOOK_NOT_RUNNING: `${toStart}${toSubscribeAgain} ${forDevelopment}`,
  ERR_ADDIN_MISSING: 'Run "npx rx-outlook addin install", then start Outlook again.',
  ERR_ADDIN_DISABLED:
    '"npx rx-outlook addin status" says what disabled it, and what to do about it.',
  ERR_OUTLOOK_ELEVATED:
    'End what runs elevated and start it as usual, not as an administrator: Outlook and this program have to ' +
    'run alike. "npx rx-outlook addin status" says more.',
  ERR_BRIDGE_NOT_TRUSTED: 'Make the place accessible to this user alone, and try again.',
  ERR_BRIDGE_NO_PLACE:
    'Set XDG_RUNTIME_DIR to an existing, writable folder of this user with a short path, ' +
    'and RX_OUTLOOK_PLACE, if it is set, to a name of small letters, digits, "-", "_" and ".".',
  ERR_BRIDGE_FAILED: 'Try again; connectionStatus$ does so by itself.',
  ERR_OUT_OF_RESOURCES:
    'This process, or the system, has reached a limit: end what is not needed, and try again.',
  ERR_BRIDGE_NOT_ANSWERING: `${isWindows ? 'Outlook' : 'The server'} may be suspended or hung: try again when it responds.`,
  ERR_BRIDGE_PROTOCOL: `Use the same version of this package here and in the ${isWindows ? 'add-in' : 'server'}.`,
  ERR_BRIDGE_LIMIT: 'End subscriptions that are not needed, or share one among many subscribers.',
  ERR_OUTLOOK_NOT_REACHABLE:
    'Open a window of Outlook, or end it and start it again; connectionStatus$ tries again by itself.',
  ERR_OUTLOOK_NOT_ANSWERING:
    'Outlook may be busy, hung, or waiting in a dialogue: try again when it responds.',
  ERR_ACCOUNTS_UNAVAILABLE:
    'Accounts need the bridge with this version of the package on both sides, automation (on Windows), or ' +
    'the embedded backend. The profile itself can be followed without: with no option account, and no ' +
    'accounts$.',
  ERR_ACCOUNT_NOT_FOUND:
    'Check the name: the profile has no account of that name. accounts$ lists its accounts.',
  ERR_MAPI_LOAD_FAILED: 'Repair the installation of Office (Apps, Microsoft 365, Modify).',
  ERR_MAPI_FUNCTION_MISSING:
    'The Offline State API needs Outlook 2007 or later; repair or update the installation of Office.',
};

/** Returns the remedy for an error of a backend, by its code. */
export function remedyOf(code: string): string {
  return ours[code] ?? 'Try again.';
}

/** Errors whose MAPI_E_NOT_FOUND may only mean that this process is not Outlook's, as the backend said. */
const ambiguous = new WeakSet<OfflineStateError>();

/** Whether a MAPI_E_NOT_FOUND may only mean that this process is not Outlook's. */
export function isAmbiguous(error: OfflineStateError): boolean {
  return ambiguous.has(error);
}

const byBridge = "The bridge (backend: 'bridge') serves every process of the user.";

/** The call that failed, what it concerned, and the backend's explanation. */
export interface FailedCall extends Target {
  readonly binary: Binary;
  readonly operation: string;
  readonly why?: Explanation | undefined;
}

/** Makes the error for a call that returned a failed HRESULT. */
export function callFailed(call: FailedCall, hresult: number): OfflineStateError {
  const { binary, why } = call;
  const name = binary.hresultName(hresult);
  const operation = why?.operation ?? call.operation;
  const text = why?.text;
  // A call may notice that the object has gone before its own notification says so.
  if (name === 'MAPI_E_OBJECT_DELETED' && call.profile !== undefined) {
    return objectGone(operation, hresult, call);
  }
  const failed = `${operation} failed${about(call)}`;
  const isOutside = why?.isOutside === true;
  const bridge = isOutside || name === 'ERR_OUTLOOK_OTHER_BITNESS' ? [byBridge] : [];
  const remedy = ours[name];
  if (remedy !== undefined) {
    const details = { code: name, operation, ...namesOf(call) };
    return new OfflineStateError(
      [`${failed}:`, text ?? `${name}.`, remedy, ...bridge].join(' '),
      details,
    );
  }
  const hex = `0x${(hresult >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
  const said = name === hex ? hex : `${name} (${hex})`;
  const rest = [remedies[name] ?? 'Try again.', ...(text === undefined ? [] : [text]), ...bridge];
  const error = new OfflineStateError(`${failed}: ${said}. ${rest.join(' ')}`, {
    code: name,
    operation,
    hresult: hresult >>> 0,
    ...namesOf(call),
  });
  if (isOutside) ambiguous.add(error);
  return error;
}

function about(target: Target): string {
  return target.profile === undefined ? '' : ` for ${described(target)}`;
}

/**
 * Makes the error for an object that notifies no more: it is gone, or the connection to it is lost. A lost
 * connection is reported by its cause, which has a remedy of its own.
 */
export function objectLost(call: FailedCall, hresult: number): OfflineStateError {
  const name = call.binary.hresultName(hresult);
  return name in ours || name === 'E_OUTOFMEMORY'
    ? callFailed(call, hresult)
    : objectGone(call.operation, hresult, call);
}

/** Makes the error for an offline object that is gone: its Notify, or its answer to a call, said so. */
export function objectGone(operation: string, hresult: number, target: Target): OfflineStateError {
  const removed = target.account === undefined ? 'the profile' : 'the account or its profile';
  return new OfflineStateError(
    `The offline object of ${described(target)} is gone: ${removed} was removed, or Outlook ended. ` +
      'Subscribe again once it is back.',
    {
      code: 'ERR_OFFLINE_OBJECT_GONE',
      operation,
      hresult: hresult >>> 0,
      ...namesOf(target),
    },
  );
}

/** Makes the error for a breach of contract at the end of a subscription, which has ended nevertheless. */
export function contractBroken(call: FailedCall, hresult: number): OfflineStateError {
  const { binary, operation } = call;
  const code = binary.hresultName(hresult);
  const message =
    operation === 'Release'
      ? `The offline object released a callback once too often${about(call)}. This process is ` +
        'not affected, but other counts of the object may be wrong: restart Outlook.'
      : `${operation} failed${about(call)}: ${code}. The subscription has ended nevertheless, and ` +
        'later notifications of its registration are dropped; Outlook may keep it until Outlook ends.';
  return new OfflineStateError(message, {
    code,
    operation,
    hresult: hresult >>> 0,
    ...namesOf(call),
  });
}

export function timedOut(
  operation: string,
  timeout: number,
  target: Target = noTarget,
): OfflineStateError {
  return new OfflineStateError(
    `${operation} did not answer within ${String(timeout)} ms${about(target)}. Outlook may ` +
      'be busy or hung: try again, or raise the option timeout.',
    { code: 'ERR_TIMEOUT', operation, ...namesOf(target) },
  );
}

/** Makes the error for a call that could not be posted: no thread or no memory. */
export function notStarted(
  operation: string,
  cause: unknown,
  target: Target = noTarget,
): OfflineStateError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OfflineStateError(
    `${operation} cannot be started${about(target)}: ${reason}. This process has reached a ` +
      'limit of threads, files or memory: end what it does not need, and try again.',
    { code: 'ERR_OUT_OF_RESOURCES', operation, ...namesOf(target), cause },
  );
}

/** Makes the error for records that stay in the queue until there is memory to read them. */
export function deliveryDelayed(cause: unknown): OfflineStateError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OfflineStateError(
    `Notifications cannot be delivered yet: ${reason}. Nothing is lost, and the delivery is ` +
      'tried again, but this process has reached a limit of memory: end what it does not need.',
    { code: 'ERR_OUT_OF_RESOURCES', operation: 'deliver', cause },
  );
}

/** Makes the error for a server that ended by itself. */
export function placeLost(why: string): OfflineStateError {
  return new OfflineStateError(`The bridge's host has ended: ${why}.`, {
    code: 'ERR_BRIDGE_PLACE_LOST',
    operation: 'serve',
  });
}

/** Makes the error for a profile, or an account of the profile, whose name no call accepts. */
export function nameUnusable(cause: unknown, profile?: string): OfflineStateError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const [named, call, code] =
    profile === undefined
      ? (['profile', 'profiles', 'ERR_PROFILE_NAME'] as const)
      : (['account', 'accounts$', 'ERR_ACCOUNT_NAME'] as const);
  return new OfflineStateError(
    `${call}() omitted a name that no call accepts${about({ profile, account: undefined })}: ${reason}. Rename the ${named}, ` +
      'or find out which program serves the bridge.',
    { code, operation: call, profile, cause },
  );
}

export function environmentClosed(operation: string, target: Target = noTarget): OfflineStateError {
  return new OfflineStateError(
    `${operation} came too late${about(target)}: this process or worker is ending.`,
    { code: 'ERR_ENVIRONMENT_CLOSED', operation, ...namesOf(target) },
  );
}
