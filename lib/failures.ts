import type { Binary } from './binary.cjs';
import { OfflineStateError } from './errors.js';

/** What to do about an HRESULT, by its name. */
const remedies: Readonly<Record<string, string>> = {
  MAPI_E_NOT_FOUND:
    'Check the name: the backend knows no profile that is called so. Outlook answers the same to ' +
    'every process but its own.',
  MAPI_E_NO_SUPPORT:
    'This profile cannot be taken there; capabilities() says which states it can be set to.',
  MAPI_E_NOT_INITIALIZED: 'MAPI is not initialised: is Outlook closing? Subscribe again later.',
  E_PENDING:
    'Another change of this profile is under way; try again once connectionStateChange$ has said done.',
  E_OUTOFMEMORY: 'The process is out of memory.',
};

/** The error for a call that answered with an HRESULT. */
export function callFailed(
  binary: Binary,
  operation: string,
  hresult: number,
  profile: string,
): OfflineStateError {
  const name = binary.hresultName(hresult);
  // An object that goes away may be met by a call before it can say so itself.
  if (name === 'MAPI_E_OBJECT_DELETED') return objectGone(operation, hresult, profile);
  const hex = `0x${(hresult >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
  const said = name === hex ? hex : `${name} (${hex})`;
  const remedy = remedies[name] ?? 'Subscribe or open again to retry.';
  return new OfflineStateError(`${operation} failed for profile "${profile}": ${said}. ${remedy}`, {
    code: name,
    operation,
    hresult: hresult >>> 0,
    profile,
  });
}

/** The error for an offline object that is gone: it said so itself (Notify), or answered a call so. */
export function objectGone(operation: string, hresult: number, profile: string): OfflineStateError {
  return new OfflineStateError(
    `The offline object of profile "${profile}" is gone: the profile was removed, or Outlook ended. ` +
      'Subscribe again once it is back.',
    { code: 'ERR_OFFLINE_OBJECT_GONE', operation, hresult: hresult >>> 0, profile },
  );
}

export function timedOut(operation: string, timeout: number, profile: string): OfflineStateError {
  return new OfflineStateError(
    `${operation} did not answer within ${String(timeout)} ms for profile "${profile}". Outlook may ` +
      'be busy or hung: try again, or allow more with the option timeout.',
    { code: 'ERR_TIMEOUT', operation, profile },
  );
}

/** The error for a call that could not even be posted: no thread or no memory is to be had. */
export function notStarted(operation: string, cause: unknown, profile: string): OfflineStateError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OfflineStateError(
    `${operation} cannot be started for profile "${profile}": ${reason}. This process has come to a ` +
      'limit of threads or memory: end what it does not need, and try again.',
    { code: 'ERR_OUT_OF_RESOURCES', operation, profile, cause },
  );
}

export function environmentClosed(operation: string, profile: string): OfflineStateError {
  return new OfflineStateError(
    `${operation} came too late for profile "${profile}": this process or worker is ending.`,
    { code: 'ERR_ENVIRONMENT_CLOSED', operation, profile },
  );
}
