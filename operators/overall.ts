import { invalidArgType, invalidArgValue } from '../lib/errors.js';
import type { ConnectionState } from '../lib/types.js';
import type { ConnectionStatesSummary, OverallState } from './connectionStatesSummary.js';

/**
 * The name of a policy, which makes one value of the states of all accounts. Each policy returns `'online'`
 * or `'offline'` as soon as the unknown states could not change that, `'unknown'` before, and without
 * accounts:
 *
 * - `'all'`: online when all accounts are, offline when one is offline;
 * - `'any'`: online when one account is, offline when all are offline;
 * - `'quorum'`: online when more than half of the accounts are, offline when half of them or more are offline.
 *
 * @public
 */
export type OverallPolicyName = 'all' | 'any' | 'quorum';

/**
 * A policy as a function of everything else in a summary. It is called once for each summary, and should
 * have no effects.
 *
 * @public
 */
export type OverallPolicy<K = string, O = unknown> = (
  accounts: Omit<ConnectionStatesSummary<K>, 'overall'>,
) => O;

type Counts = Pick<ConnectionStatesSummary, 'online' | 'offline' | 'unknown' | 'total'>;

/** The overall state without a policy. */
function overallState({ online, offline, unknown, total }: Counts): OverallState {
  // First: without accounts the state is unknown, too.
  if (unknown === total) return 'unknown';
  if (online === total) return 'online';
  if (offline === total) return 'offline';
  return 'partial';
}

function all({ online, offline, total }: Counts): ConnectionState | 'unknown' {
  if (offline > 0) return 'offline';
  return online === total && total > 0 ? 'online' : 'unknown';
}

function any({ online, offline, total }: Counts): ConnectionState | 'unknown' {
  if (online > 0) return 'online';
  return offline === total && total > 0 ? 'offline' : 'unknown';
}

function quorum({ online, offline, total }: Counts): ConnectionState | 'unknown' {
  if (2 * online > total) return 'online';
  return 2 * offline >= total && total > 0 ? 'offline' : 'unknown';
}

const policies = { all, any, quorum };

export function checkPolicy(
  policy: unknown,
): (accounts: ConnectionStatesSummary<unknown>) => unknown {
  if (policy === undefined) return overallState;
  if (typeof policy === 'function') return policy as () => unknown;
  const names = Object.keys(policies).join(', ');
  if (typeof policy !== 'string') {
    throw invalidArgType('options.overall', `one of ${names}, or a function`, policy);
  }
  if (!Object.hasOwn(policies, policy)) {
    throw invalidArgValue('options.overall', `must be one of ${names}, or a function`, policy);
  }
  return policies[policy as keyof typeof policies];
}
