import { invalidArgType, invalidArgValue } from '../lib/errors.js';
import type { ConnectionStateLike } from './connectionStateLike.js';
import { isSource, type ObservableSource } from './sources.js';

export type AccountSource = ObservableSource<ConnectionStateLike>;

/** A set of accounts at one moment, in its order. */
export type Accounts<K> = ReadonlyMap<K, AccountSource>;

/** Returns the accounts of this moment; later changes of the argument have no effect. */
export function checkAccounts(accounts: unknown): Accounts<unknown> {
  if (typeof accounts !== 'object' || accounts === null) {
    const expected =
      'a record, a Map or an iterable of [name, Observable] pairs, or an Observable of those';
    throw invalidArgType('accounts', expected, accounts);
  }
  return Symbol.iterator in accounts
    ? checkPairs(accounts as Iterable<unknown>)
    : checkRecord(accounts);
}

function checkRecord(accounts: object): Accounts<unknown> {
  const checked = new Map<unknown, AccountSource>();
  for (const [name, source] of Object.entries(accounts)) {
    checked.set(name, checkAccount(source, `accounts.${name}`));
  }
  return checked;
}

function checkPairs(accounts: Iterable<unknown>): Accounts<unknown> {
  const checked = new Map<unknown, AccountSource>();
  let index = 0;
  for (const pair of accounts) {
    const where = `accounts[${String(index++)}]`;
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw invalidArgType(where, 'a [name, Observable] pair', pair);
    }
    const [name, source] = pair as [unknown, unknown];
    if (checked.has(name)) throw invalidArgValue(where, 'must not repeat a name', name);
    checked.set(name, checkAccount(source, `${where}[1]`));
  }
  return checked;
}

function checkAccount(value: unknown, name: string): AccountSource {
  if (!isSource(value)) {
    throw invalidArgType(name, 'an Observable, a promise or an iterable', value);
  }
  return value as AccountSource;
}
