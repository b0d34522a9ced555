import type { Binary, Explanation } from './binary.cjs';
import { OfflineStateError } from './errors.js';

/** How to go on without an Outlook. */
export const forDevelopment =
  "To develop without Outlook, name the embedded one (backend: 'embedded', " +
  "setDefaultBackend('embedded') or RX_OUTLOOK_BACKEND=embedded), or run " +
  '"npx rx-outlook host --profile Work" and name the bridge (backend: \'bridge\').';

/** What to do about an HRESULT, by its name. */
const remedies: Readonly<Record<string, string>> = {
  MAPI_E_NOT_FOUND: 'Check the name: the backend knows no profile that is called so.',
  MAPI_E_NO_SUPPORT:
    'This profile cannot be taken there; capabilities() says which states it can be set to.',
  MAPI_E_NOT_INITIALIZED: 'MAPI is not initialised: is Outlook closing? Subscribe again later.',
  E_PENDING:
    'Another change of this profile is under way; try again once connectionStateChange$ has said done.',
  E_OUTOFMEMORY: 'The process is out of memory.',
};

/** Elsewhere a server is a process for development: there is no Outlook. */
const isWindows = process.platform === 'win32';

/** Of use in a program alone. */
export const toSubscribeAgain =
  'Subscribe again once there is a server (connectionStatus$ does so by itself).';

const toStart = isWindows
  ? 'Start Outlook with the rx-outlook add-in ("npx rx-outlook addin status" says whether it has it). '
  : '';

/** The same for what the backends say in HRESULTs of ours: those have names, and no numbers outside. */
const ours: Readonly<Record<string, string>> = {
  ERR_OUTLOOK_NOT_INSTALLED: `Install classic Outlook for Windows. ${forDevelopment}`,
  ERR_OUTLOOK_NEW_ONLY: `Install classic Outlook for Windows, or switch back to it. ${forDevelopment}`,
  ERR_OUTLOOK_OTHER_BITNESS: "Run this program in a Node.js or Electron of Outlook's kind.",
  ERR_OUTLOOK_NOT_RUNNING: `${toStart}${toSubscribeAgain} ${forDevelopment}`,
  ERR_ADDIN_MISSING: 'Run "npx rx-outlook addin install", then start Outlook again.',
  ERR_ADDIN_DISABLED: '"npx rx-outlook addin status" says by what, and what to do about it.',
  ERR_OUTLOOK_ELEVATED:
    'End Outlook and start it as usual, not as an administrator; "npx rx-outlook addin status" says more.',
  ERR_BRIDGE_NOT_TRUSTED: 'See to it that the place belongs to this user alone, and try again.',
  ERR_BRIDGE_NO_PLACE:
    'Let XDG_RUNTIME_DIR name a folder of this user that is there and can be written to, with a short path, ' +
    'and RX_OUTLOOK_PLACE, if it is set, a name of small letters, digits, "-", "_" and ".".',
  ERR_BRIDGE_FAILED: 'Try again; connectionStatus$ does so by itself.',
  ERR_OUT_OF_RESOURCES:
    'This process, or the system, has come to a limit: end what is not needed, and try again.',
  ERR_BRIDGE_NOT_ANSWERING: `${isWindows ? 'Outlook' : 'The server'} may be suspended or hung: try again once it goes on.`,
  ERR_BRIDGE_PROTOCOL: `Bring both ends, this package and the ${isWindows ? 'add-in' : "server's"}, to the same version.`,
  ERR_BRIDGE_LIMIT: 'End what is not needed any more, or share one subscription among many.',
  ERR_MAPI_LOAD_FAILED: 'Repair the installation of Office (Apps, Microsoft 365, Modify).',
  ERR_MAPI_FUNCTION_MISSING:
    'The Offline State API needs Outlook 2007 or later; repair or update the installation of Office.',
};

/** What to do about an error of a backend, by its code. */
export function remedyOf(code: string): string {
  return ours[code] ?? 'Try again.';
}

/** Those for which the backend has said that its answer may only mean that this is not Outlook's process. */
const ambiguous = new WeakSet<OfflineStateError>();

/** Whether a MAPI_E_NOT_FOUND may only mean that this process is not Outlook's. */
export function isAmbiguous(error: OfflineStateError): boolean {
  return ambiguous.has(error);
}

const byBridge = "The bridge (backend: 'bridge') serves every process of the user.";

/** Which call failed, on which profile where it was about one, and what the backend says about it. */
export interface FailedCall {
  readonly binary: Binary;
  readonly operation: string;
  readonly profile?: string | undefined;
  readonly why?: Explanation | undefined;
}

/** The error for a call that answered with an HRESULT. */
export function callFailed(call: FailedCall, hresult: number): OfflineStateError {
  const { binary, profile, why } = call;
  const name = binary.hresultName(hresult);
  const operation = why?.operation ?? call.operation;
  const text = why?.text;
  // An object that goes away may be met by a call before it can say so itself.
  if (name === 'MAPI_E_OBJECT_DELETED' && profile !== undefined) {
    return objectGone(operation, hresult, profile);
  }
  const failed = `${operation} failed${about(profile)}`;
  const isOutside = why?.isOutside === true;
  const bridge = isOutside || name === 'ERR_OUTLOOK_OTHER_BITNESS' ? [byBridge] : [];
  const remedy = ours[name];
  if (remedy !== undefined) {
    const details = { code: name, operation, profile };
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
    profile,
  });
  if (isOutside) ambiguous.add(error);
  return error;
}

function about(profile: string | undefined): string {
  return profile === undefined ? '' : ` for profile "${profile}"`;
}

/**
 * The error for an object that has said its last word, and why: it is gone, or the way to it is lost. The
 * latter is told by what it was lost to, for that has another remedy.
 */
export function objectLost(
  call: FailedCall & { readonly profile: string },
  hresult: number,
): OfflineStateError {
  const name = call.binary.hresultName(hresult);
  return name in ours || name === 'E_OUTOFMEMORY'
    ? callFailed(call, hresult)
    : objectGone(call.operation, hresult, call.profile);
}

/** The error for an offline object that is gone: it said so itself (Notify), or answered a call so. */
export function objectGone(operation: string, hresult: number, profile: string): OfflineStateError {
  return new OfflineStateError(
    `The offline object of profile "${profile}" is gone: the profile was removed, or Outlook ` +
      'ended. Subscribe again once it is back.',
    { code: 'ERR_OFFLINE_OBJECT_GONE', operation, hresult: hresult >>> 0, profile },
  );
}

/** The error for what an offline object did wrong at the end of a subscription, which has ended all the same. */
export function contractBroken(call: FailedCall, hresult: number): OfflineStateError {
  const { binary, operation, profile } = call;
  const code = binary.hresultName(hresult);
  const message =
    operation === 'Release'
      ? `The offline object let go of a callback once too often${about(profile)}. No harm was done ` +
        'here, but what else it counts may be wrong: restart Outlook.'
      : `${operation} failed${about(profile)}: ${code}. The subscription has ended all the same, and ` +
        'what its registration still says is dropped; Outlook may keep that until it ends.';
  return new OfflineStateError(message, { code, operation, hresult: hresult >>> 0, profile });
}

export function timedOut(
  operation: string,
  timeout: number,
  profile: string | undefined,
): OfflineStateError {
  return new OfflineStateError(
    `${operation} did not answer within ${String(timeout)} ms${about(profile)}. Outlook may ` +
      'be busy or hung: try again, or allow more with the option timeout.',
    { code: 'ERR_TIMEOUT', operation, profile },
  );
}

/** The error for a call that could not even be posted: no thread or no memory is to be had. */
export function notStarted(
  operation: string,
  cause: unknown,
  profile: string | undefined,
): OfflineStateError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OfflineStateError(
    `${operation} cannot be started${about(profile)}: ${reason}. This process has come to a ` +
      'limit of threads, files or memory: end what it does not need, and try again.',
    { code: 'ERR_OUT_OF_RESOURCES', operation, profile, cause },
  );
}

/** The error for records that stay in the queue until there is memory to read them. */
export function deliveryDelayed(cause: unknown): OfflineStateError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OfflineStateError(
    `What has come from Outlook cannot be delivered yet: ${reason}. Nothing is lost, and it is tried ` +
      'again, but this process has come to a limit of memory: end what it does not need.',
    { code: 'ERR_OUT_OF_RESOURCES', operation: 'deliver', cause },
  );
}

/** The error for a server that has ended by itself. */
export function placeLost(why: string): OfflineStateError {
  return new OfflineStateError(`The bridge's host serves no more: ${why}.`, {
    code: 'ERR_BRIDGE_PLACE_LOST',
    operation: 'serve',
  });
}

/** The error for a profile that is listed under a name which no call takes. */
export function nameUnusable(cause: unknown): OfflineStateError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OfflineStateError(
    `profiles() has left out a name that no call takes: ${reason}. Rename the profile, or find out ` +
      'which program serves the bridge.',
    { code: 'ERR_PROFILE_NAME', operation: 'profiles', cause },
  );
}

export function environmentClosed(
  operation: string,
  profile: string | undefined,
): OfflineStateError {
  return new OfflineStateError(
    `${operation} came too late${about(profile)}: this process or worker is ending.`,
    { code: 'ERR_ENVIRONMENT_CLOSED', operation, profile },
  );
}
