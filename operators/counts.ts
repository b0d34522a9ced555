import { invalidArgType, invalidArgValue } from '../lib/errors.js';

/** Checks a number of things. */
export function checkCount(count: unknown, name: string, least: number): number {
  if (typeof count !== 'number') throw invalidArgType(name, 'a number', count);
  if (!Number.isSafeInteger(count) || count < least) {
    throw invalidArgValue(name, `must be a whole number from ${String(least)}`, count);
  }
  return count;
}

/** Checks an upper limit; `Infinity` is no limit. */
export function checkLimit(limit: unknown, name: string, least: number): number {
  return limit === Infinity ? limit : checkCount(limit, name, least);
}
