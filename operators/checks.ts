import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs';
import { invalidArgType, invalidArgValue } from '../lib/errors.js';
import type { ConnectionState } from '../lib/types.js';

/** What every operator takes: a state, or that it is not known. */
export type State = ConnectionState | 'unknown';

export type AccountSource = Observable<State>;

/** A set of accounts as it was at one moment, in its order. */
export type Accounts<K> = ReadonlyMap<K, AccountSource>;

/** What setInterval can hold; anything longer would fire at once. */
const longestDelay = 2 ** 31 - 1;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function hasMethod(value: unknown, method: string): boolean {
  return isObject(value) && typeof (value as Record<string, unknown>)[method] === 'function';
}

export function checkOptions(options: unknown): Record<string, unknown> {
  if (!isObject(options)) throw invalidArgType('options', 'an object', options);
  return options as Record<string, unknown>;
}

/** A delay in milliseconds. */
export function checkDelay(delay: unknown, name: string): number {
  if (typeof delay !== 'number') throw invalidArgType(name, 'a number', delay);
  if (!(delay >= 0 && delay <= longestDelay)) {
    const reason = `must be a number of milliseconds from 0 to ${String(longestDelay)}`;
    throw invalidArgValue(name, reason, delay);
  }
  return delay;
}

/** One that is false by default. */
export function checkFlag(flag: unknown = false, name: string): boolean {
  if (typeof flag !== 'boolean') throw invalidArgType(name, 'a boolean', flag);
  return flag;
}

export function checkScheduler(scheduler: unknown = asyncScheduler): SchedulerLike {
  if (!hasMethod(scheduler, 'schedule') || !hasMethod(scheduler, 'now')) {
    throw invalidArgType('options.scheduler', 'a scheduler', scheduler);
  }
  return scheduler as SchedulerLike;
}

export function isObservable(value: unknown): value is Observable<unknown> {
  return hasMethod(value, 'subscribe');
}

function checkObservable(value: unknown, name: string): AccountSource {
  if (!isObservable(value)) throw invalidArgType(name, 'an Observable', value);
  return value as AccountSource;
}

/** The accounts as they are now: what becomes of the argument later changes nothing. */
export function checkAccounts(accounts: unknown): Accounts<unknown> {
  if (!isObject(accounts)) {
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
    checked.set(name, checkObservable(source, `accounts.${name}`));
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
    checked.set(name, checkObservable(source, `${where}[1]`));
  }
  return checked;
}
