import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs';
import { invalidArgType, invalidArgValue } from '../lib/errors.js';
import type { ConnectionState } from '../lib/types.js';

/** What every operator takes: a state, or that it is not known. */
export type State = ConnectionState | 'unknown';

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

export function checkScheduler(scheduler: unknown = asyncScheduler): SchedulerLike {
  if (!hasMethod(scheduler, 'schedule') || !hasMethod(scheduler, 'now')) {
    throw invalidArgType('options.scheduler', 'a scheduler', scheduler);
  }
  return scheduler as SchedulerLike;
}

function checkObservable(value: unknown, name: string): Observable<State> {
  if (!hasMethod(value, 'subscribe')) throw invalidArgType(name, 'an Observable', value);
  return value as Observable<State>;
}

/** The accounts as they are now: what becomes of the argument later changes nothing. */
export function checkAccounts(accounts: unknown): ReadonlyMap<unknown, Observable<State>> {
  if (!isObject(accounts)) {
    const expected = 'a record, a Map or an iterable of [name, Observable] pairs';
    throw invalidArgType('accounts', expected, accounts);
  }
  return Symbol.iterator in accounts
    ? checkPairs(accounts as Iterable<unknown>)
    : checkRecord(accounts);
}

function checkRecord(accounts: object): ReadonlyMap<unknown, Observable<State>> {
  const checked = new Map<unknown, Observable<State>>();
  for (const [name, source] of Object.entries(accounts)) {
    checked.set(name, checkObservable(source, `accounts.${name}`));
  }
  return checked;
}

function checkPairs(accounts: Iterable<unknown>): ReadonlyMap<unknown, Observable<State>> {
  const checked = new Map<unknown, Observable<State>>();
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
