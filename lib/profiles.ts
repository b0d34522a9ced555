import { type Access, checkAccess } from './arguments.js';
import { publishError } from './channels.js';
import { notStarted } from './failures.js';
import { ask, askerFor } from './request.js';
import type { SourceOptions } from './types.js';
import { isUsableName } from './usableName.js';
import { noTarget } from './target.js';

/**
 * The names of the MAPI profiles: the user's default one first, the others in the order of their names'
 * UTF-16 units. {@link connectionState$} accepts each of them.
 *
 * - `'msmapi'` reads them from the registry: it starts no MAPI and needs no Outlook, running or installed.
 *   The first of Outlook's keys (16.0, 15.0, then the Windows Messaging Subsystem's) that has a profile
 *   counts.
 * - `'embedded'` lists the profiles that `rx-outlook/testing` has made; none of them is the default one.
 * - Without any profile the array is empty; that is no error.
 * - A name that no call accepts (empty, with a NUL or a lone surrogate) is omitted, and reported on the
 *   channel `rx-outlook:error` ({@link DiagnosticsChannels}) as `ERR_PROFILE_NAME`.
 *
 * @param options - the backend, whether the request keeps the process alive, and the time limit in
 *   milliseconds
 * @returns a promise of the names; it rejects with an {@link OfflineStateError}: `ERR_BACKEND_UNAVAILABLE`
 *   when no backend can be asked, `ERR_TIMEOUT`, `ERR_BINARY_NOT_FOUND`, `ERR_BINARY_LOAD_FAILED`,
 *   `ERR_ENVIRONMENT_CLOSED`, `ERR_OUT_OF_RESOURCES`, or the name of the HRESULT that reading them returned
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`, at the call
 *
 * Source:
 * {@link https://learn.microsoft.com/office/client-developer/outlook/mapi/mapi-profiles | MAPI profiles}.
 *
 * @example
 * ```ts
 * import { connectionState$, mergeConnectionStates, profiles } from 'rx-outlook';
 *
 * async function watchAll(): Promise<void> {
 *   const names = await profiles();
 *   mergeConnectionStates(new Map(names.map((name) => [name, connectionState$(name)]))).subscribe(
 *     ({ online, total }) => console.log(`${online} of ${total} are online`),
 *   );
 * }
 * ```
 *
 * @public
 */
export function profiles(options?: SourceOptions): Promise<readonly string[]> {
  return list(checkAccess(options));
}

async function list(access: Access): Promise<readonly string[]> {
  const asker = askerFor(access);
  const { backend } = asker;
  const { binary } = asker.inbox;
  let request = 0;
  const take = (): readonly string[] => binary.takeProfiles(backend.index, request);
  const send = (number: number): boolean => {
    request = number;
    return binary.listProfiles(backend.index, number);
  };
  await ask(asker, 'profiles', send, take);
  let names: readonly string[];
  try {
    names = take();
  } catch (cause) {
    const error = notStarted('profiles', cause);
    publishError(noTarget, error);
    throw error;
  }
  return names.filter((name) => isUsableName(name));
}
