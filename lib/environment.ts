import { abi, type Binary, type Realm } from './binary.cjs';
import { load, type Loaded } from './load.js';
import { OfflineStateError } from './errors.js';
import { notStarted } from './failures.js';
import { Inbox } from './inbox.js';
import { binaryMissing } from './missing.js';
import { makeTable, type Table } from './table.js';
import type { BackendName } from './types.js';

/** Data that all copies of this package in one environment share. */
interface Shared {
  defaultBackend?: BackendName;
  readonly table: Table;
}

/** Contains the binary's interface number: copies with another interface have another table. */
const key = Symbol.for(`rx-outlook.environment.${String(abi)}`);

let inbox: Inbox | undefined;

/**
 * Stored on the binary's own exports, which all copies get from the same `require`; without a binary on
 * `globalThis`, the only other object that all copies share.
 */
export function sharedOf(loaded: Loaded): Shared {
  const holder: Record<symbol, unknown> = 'binary' in loaded ? loaded.binary : globalThis;
  // Keeps a default backend that was set before the binary could be loaded.
  const before = (globalThis as Record<symbol, unknown>)[key];
  return (holder[key] ??= before ?? { table: makeTable() }) as Shared;
}

export function shared(): Shared {
  return sharedOf(load());
}

const realmKey = Symbol.for(`rx-outlook.realm.${String(abi)}`);

/**
 * Stored on the global object: a test runner gives each test file one of its own, so that the copies of the
 * package in one file share a realm, and no other file has it.
 */
function realmOf(binary: Binary): Realm {
  const holder = globalThis as Record<symbol, unknown>;
  return (holder[realmKey] ??= binary.makeRealm());
}

/** Returns the inbox of this environment; throws an OfflineStateError when there is no binary. */
export function environment(): Inbox {
  if (inbox === undefined) {
    const loaded = load();
    if (!('binary' in loaded)) throw loadError(loaded);
    try {
      inbox = new Inbox(loaded.binary, sharedOf(loaded).table, realmOf(loaded.binary));
    } catch (cause) {
      throw notStarted('load', cause);
    }
  }
  return inbox;
}

export function loadError(failed: Exclude<Loaded, { binary: unknown }>): OfflineStateError {
  if ('missing' in failed) return binaryMissing(failed.missing, failed.why);
  const { broken, cause } = failed;
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (isAtALimit(cause, reason)) return notStarted('load', cause);
  return new OfflineStateError(
    `rx-outlook's native binary ${broken} does not load: ${reason.replace(/\.$/, '')}. ` +
      loadRemedy(broken, (cause as { code?: unknown } | undefined)?.code),
    { code: 'ERR_BINARY_LOAD_FAILED', operation: 'load', cause },
  );
}

/**
 * Node's own codes say that the process may not load the binary; errors of the system's loader have none.
 */
function loadRemedy(binary: string, code: unknown): string {
  if (code === 'ERR_ACCESS_DENIED') {
    return `Allow it to be read (--allow-fs-read=${binary}) and addons to be loaded (--allow-addons).`;
  }
  if (code === 'ERR_DLOPEN_DISABLED') {
    return 'Start Node.js without --no-addons, and with --allow-addons where it has --permission.';
  }
  return 'If it was built for another system, reinstall rx-outlook, or run "npm ci" in a checkout.';
}

const limits = new Set<unknown>(['EMFILE', 'ENFILE', 'ENOMEM']);
const limitText =
  /too many open files|file table overflow|not enough memory|cannot allocate memory|out of memory/i;

/** Reads the text of the system's loader only: its errors have no code of their own. */
function isAtALimit(cause: unknown, reason: string): boolean {
  const code = (cause as { code?: unknown } | undefined)?.code;
  if (limits.has(code)) return true;
  return (code === undefined || code === 'ERR_DLOPEN_FAILED') && limitText.test(reason);
}
