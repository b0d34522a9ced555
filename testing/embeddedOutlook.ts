/// <reference lib="esnext.disposable" preserve="true" />
import { checkObject, invalidArgType } from '../lib/errors.js';
import { checkProfiles } from './checks.js';
import { Handle } from './handle.js';
import type { EmbeddedOutlook } from './controls.js';
import type { EmbeddedOutlookOptions } from './types.js';

/**
 * An Outlook for tests and demonstrations, on every platform: its profiles are real offline objects of the
 * `'embedded'` backend, all online at first; this handle plays their mail servers.
 *
 * - Its profiles belong to the thread that made them, and under a test runner that gives each test file a
 *   global object of its own, as Jest does, to that file: another file may have a profile of the same name.
 *   They end with the thread or file, even without `close()`. With `shared: true` they belong to the
 *   process and stay until `close()`. A profile of one's own takes precedence over a shared one of the same
 *   name.
 * - It does not change the default backend: name `'embedded'` in the options, or call
 *   `setDefaultBackend('embedded')`.
 * - When a promise of the handle resolves, every earlier notification has been delivered to the subscribers
 *   of this environment, so that a test can assert at once.
 *
 * @param options - the profiles to begin with
 * @throws Error when a profile of that name exists already; from the methods, after `close()`
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`
 * @throws OfflineStateError `ERR_BINARY_NOT_FOUND`, `ERR_BINARY_LOAD_FAILED` without a working binary
 *
 * @example
 * ```ts
 * import { connectionState$ } from 'rx-outlook';
 * import { embeddedOutlook } from 'rx-outlook/testing';
 *
 * async function test(): Promise<void> {
 *   const outlook = embeddedOutlook({ profiles: ['Work'] });
 *   try {
 *     const seen: string[] = [];
 *     const subscription = connectionState$('Work', { backend: 'embedded' }).subscribe((state) =>
 *       seen.push(state),
 *     );
 *     await outlook.settled();
 *     await outlook.setState('Work', 'offline');
 *     console.log(seen); // [ 'online', 'offline' ]
 *
 *     subscription.unsubscribe();
 *     await outlook.settled();
 *     console.log(outlook.registrations()); // 0
 *   } finally {
 *     outlook.close(); // or `await using outlook = embeddedOutlook(…)`
 *   }
 * }
 *
 * void test();
 * ```
 *
 * @public
 */
export function embeddedOutlook(options: EmbeddedOutlookOptions): EmbeddedOutlook {
  const { profiles, shared = false } = checkObject(options, 'options', ['profiles', 'shared']);
  if (typeof shared !== 'boolean') throw invalidArgType('options.shared', 'a boolean', shared);
  return new Handle(checkProfiles(profiles), shared);
}
