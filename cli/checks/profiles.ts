import { firstValueFrom } from 'rxjs';
import { accounts$ } from '../../lib/accounts.js';
import { OfflineStateError } from '../../lib/errors.js';
import { profiles } from '../../lib/profiles.js';
import type { Finding } from '../finding.js';
import { nameOf } from '../lines.js';
import { withoutAccounts, withoutProgramming } from '../wording.js';

/** In milliseconds. */
const options = { timeout: 10_000 };

/** The largest number of accounts whose names are shown. */
const most = 20;

/** Returns the names of the profile's accounts. */
export type ListAccounts = (profile: string) => Promise<readonly string[]>;

const listAccounts: ListAccounts = async (profile) => [
  ...(await firstValueFrom(accounts$(profile, options))).keys(),
];

/** Reports the profiles of a program that names no backend, and the accounts of each. */
export async function profileFindings(
  list: typeof profiles = profiles,
  accountsOf: ListAccounts = listAccounts,
): Promise<Finding[]> {
  const check = 'profiles';
  let names: readonly string[];
  try {
    names = await list(options);
  } catch (error) {
    if (!(error instanceof OfflineStateError)) throw error;
    // The finding about the server has the remedy.
    const text = `No profiles can be listed: ${withoutProgramming(error)}`;
    return [{ check, result: 'note', text }];
  }
  if (names.length === 0) {
    const remedy = 'Start Outlook once, and let it make one.';
    return [{ check, result: 'note', text: 'There are no profiles.', remedy }];
  }
  const text = `The profiles are ${names.map(nameOf).join(', ')}.`;
  const found = await Promise.all(names.map((name) => accountFinding(name, accountsOf)));
  const accounts = found.filter((finding) => typeof finding !== 'string');
  if (accounts.length === 0) {
    // One for all profiles of a backend without accounts.
    for (const why of new Set(found.filter((finding) => typeof finding === 'string'))) {
      accounts.push({ check: accountsCheck, result: 'note', text: why });
    }
  }
  return [{ check, result: 'ok', text }, ...accounts];
}

const accountsCheck = 'accounts';

/** Returns the reason alone when the backend has no accounts. */
async function accountFinding(
  profile: string,
  accountsOf: ListAccounts,
): Promise<Finding | string> {
  let names: readonly string[];
  try {
    names = await accountsOf(profile);
  } catch (error) {
    if (!(error instanceof OfflineStateError)) throw error;
    if (error.code === 'ERR_ACCOUNTS_UNAVAILABLE') return withoutAccounts(error);
    const text = `The accounts of ${nameOf(profile)} cannot be listed: ${withoutProgramming(error)}`;
    return { check: accountsCheck, result: 'note', text };
  }
  return { check: accountsCheck, result: 'ok', text: `${nameOf(profile)} has ${counted(names)}.` };
}

function counted(names: readonly string[]): string {
  if (names.length === 0) return 'no accounts';
  const first = names.slice(0, most).map(nameOf).join(', ');
  const rest = names.length - most;
  const count = names.length === 1 ? '1 account' : `${String(names.length)} accounts`;
  return `${count}: ${first}${rest > 0 ? ` and ${String(rest)} more` : ''}`;
}
