import { isAbsolute } from 'node:path';
import { invalidArgType, invalidArgValue, OfflineStateError } from './errors.js';
import { choose, chosen, pathInUse } from './load.js';

/**
 * Names the file of the native binary, for a program that a bundler has separated from this package, in this
 * environment (the main thread or the worker that calls it), for every copy of the package.
 *
 * Call it before the first use. It precedes the environment variable `RX_OUTLOOK_BINARY`, and the search.
 * Workers that are started after the first use take the same file.
 *
 * @param path - the absolute path, or a function that returns it and is called when the binary is needed, as
 *   one that writes the file first
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE` when it is no absolute path
 * @throws OfflineStateError `ERR_BINARY_LOADED` when another binary is already in use
 *
 * @example
 * ```ts
 * import { join } from 'node:path';
 * import { setBinary } from 'rx-outlook';
 *
 * setBinary(join(process.cwd(), 'rx-outlook.node'));
 * ```
 *
 * @public
 */
export function setBinary(path: string | (() => string)): void {
  if (typeof path !== 'string' && typeof path !== 'function') {
    throw invalidArgType('path', 'a string or a function', path);
  }
  if (typeof path === 'string' && (!isAbsolute(path) || path.includes('\0'))) {
    throw invalidArgValue('path', 'must be an absolute path', path);
  }
  const before = chosen();
  if (path === before) return;
  const used = pathInUse();
  if (used !== undefined && used !== path) {
    throw new OfflineStateError(
      `setBinary() came too late: the binary ${used} is in use. Call it before the first use of rx-outlook, ` +
        'in the first module that the program imports.',
      { code: 'ERR_BINARY_LOADED', operation: 'setBinary' },
    );
  }
  choose(path);
}
