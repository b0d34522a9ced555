import { backendNames, checkBackend } from './arguments.js';
import { shared } from './environment.js';
import { OfflineStateError } from './errors.js';
import { forDevelopment } from './failures.js';
import type { BackendName } from './types.js';

/**
 * Sets the backend of every later subscription that names none, in this environment (the main thread or the
 * worker that calls it), for every copy of this package.
 *
 * Existing subscriptions keep theirs.
 *
 * @param name - `'auto'` (the default), `'bridge'`, `'msmapi'`, `'automation'` or `'embedded'`
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE` when it is none of them
 *
 * @example
 * ```ts
 * import { setDefaultBackend } from 'rx-outlook';
 *
 * setDefaultBackend('embedded');
 * ```
 *
 * @public
 */
export function setDefaultBackend(name: BackendName): void {
  shared().defaultBackend = checkBackend(name, 'name');
}

/** Returns the name of the backend for a subscription that is made now; needs no binary. */
export function backendName(option: string | undefined): string {
  return option ?? shared().defaultBackend ?? fromVariable() ?? 'auto';
}

/** A backend of the binary: its name, and its index in `binary.backends`. */
export interface Backend {
  readonly name: string;
  readonly index: number;
}

/** Chooses the backend for a subscription that is made now, out of those that the binary has. */
export function chooseBackend(option: string | undefined, carried: readonly string[]): Backend {
  const name = backendName(option);
  const index = carried.indexOf(name);
  if (index >= 0) return { name, index };
  throw unavailable(
    `This build of rx-outlook for ${process.platform}-${process.arch} has no backend '${name}', ` +
      `only ${carried.map((one) => `'${one}'`).join(', ')}. ${forDevelopment}`,
  );
}

function fromVariable(): BackendName | undefined {
  const value = process.env['RX_OUTLOOK_BACKEND'];
  if (value === undefined || value === '') return undefined;
  const known = backendNames.find((name) => name === value);
  if (known !== undefined) return known;
  throw unavailable(
    `The environment variable RX_OUTLOOK_BACKEND is ${JSON.stringify(value)}; ` +
      `it must be one of ${backendNames.join(', ')}, or unset.`,
  );
}

function unavailable(message: string): OfflineStateError {
  return new OfflineStateError(message, {
    code: 'ERR_BACKEND_UNAVAILABLE',
    operation: 'chooseBackend',
  });
}
