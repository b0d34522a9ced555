import { checkObject, invalidArgType, invalidArgValue } from './errors.js';
import type { BackendName, ConnectionState, SourceOptions } from './types.js';

/** Validated arguments. Only this file validates: everything below receives plain, complete values. */
export interface Source extends Access {
  readonly profile: string;
  readonly account?: string | undefined;
  readonly pollInterval?: number | undefined;
}

/** Options of one request, with their defaults applied. */
export interface Access {
  readonly backend: string | undefined;
  readonly ref: boolean;
  readonly timeout: number;
}

export const backendNames: readonly BackendName[] = [
  'auto',
  'bridge',
  'msmapi',
  'automation',
  'embedded',
];

const defaultTimeout = 30_000;
const shortestPollInterval = 250;
/** The longest delay of `setTimeout`; a longer one would fire at once. */
export const longestTimeout = 2 ** 31 - 1;

export function checkProfile(profile: unknown, name = 'profile'): string {
  if (typeof profile !== 'string') throw invalidArgType(name, 'a string', profile);
  if (profile === '') throw invalidArgValue(name, 'must not be empty', profile);
  if (profile.includes('\0')) throw invalidArgValue(name, 'must not contain NUL', profile);
  if (!isWellFormed(profile)) {
    throw invalidArgValue(name, 'must be well-formed Unicode: it has a lone surrogate', profile);
  }
  return profile;
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

export function checkBackend(backend: unknown, name: string): BackendName {
  if (typeof backend !== 'string') throw invalidArgType(name, 'a string', backend);
  const known = backendNames.find((candidate) => candidate === backend);
  if (known === undefined) {
    throw invalidArgValue(name, `must be one of ${backendNames.join(', ')}`, backend);
  }
  return known;
}

export function checkState(state: unknown, name = 'state'): ConnectionState {
  if (typeof state !== 'string') throw invalidArgType(name, "'online' or 'offline'", state);
  if (state !== 'online' && state !== 'offline') {
    throw invalidArgValue(name, "must be 'online' or 'offline'", state);
  }
  return state;
}

export function checkSource(profile: unknown, options: SourceOptions | undefined): Source {
  const source = { profile: checkProfile(profile), ...checkAccess(options) };
  const { account, pollInterval } = checkObject(options ?? {}, 'options', [
    'account',
    'pollInterval',
  ]);
  return {
    ...source,
    // Also where they are undefined: a polluted Object.prototype names no account.
    account: account === undefined ? undefined : checkProfile(account, 'options.account'),
    pollInterval: pollInterval === undefined ? undefined : checkPollInterval(pollInterval),
  };
}

function checkPollInterval(interval: unknown): number {
  const name = 'options.pollInterval';
  if (typeof interval !== 'number') throw invalidArgType(name, 'a number', interval);
  if (!(interval >= shortestPollInterval && interval <= longestTimeout)) {
    const range = `from ${String(shortestPollInterval)} to ${String(longestTimeout)}`;
    throw invalidArgValue(name, `must be a number of milliseconds ${range}`, interval);
  }
  return interval;
}

export function checkAccess(options: SourceOptions | undefined): Access {
  const {
    backend,
    ref = true,
    timeout = defaultTimeout,
  } = checkObject(options ?? {}, 'options', ['backend', 'ref', 'timeout']);
  if (typeof ref !== 'boolean') throw invalidArgType('options.ref', 'a boolean', ref);
  if (typeof timeout !== 'number') throw invalidArgType('options.timeout', 'a number', timeout);
  if (!(timeout >= 1 && timeout <= longestTimeout)) {
    const reason = `must be a number of milliseconds from 1 to ${String(longestTimeout)}`;
    throw invalidArgValue('options.timeout', reason, timeout);
  }
  return {
    backend: backend === undefined ? undefined : checkBackend(backend, 'options.backend'),
    ref,
    timeout,
  };
}
