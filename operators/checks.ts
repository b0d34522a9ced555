import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs';
import { invalidArgType, invalidArgValue } from '../lib/errors.js';
import type { ConnectionState } from '../lib/types.js';

/** The states of every operator: a connection state, or unknown. */
export type State = ConnectionState | 'unknown';

/** The longest delay of setInterval; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;

export function hasMethod<N extends PropertyKey>(
  value: unknown,
  name: N,
): value is Record<N, (...args: unknown[]) => unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Record<PropertyKey, unknown>)[name] === 'function'
  );
}

/** Checks a delay in milliseconds. */
export function checkDelay(delay: unknown, name: string): number {
  if (typeof delay !== 'number') throw invalidArgType(name, 'a number', delay);
  if (!(delay >= 0 && delay <= longestDelay)) {
    const reason = `must be a number of milliseconds from 0 to ${String(longestDelay)}`;
    throw invalidArgValue(name, reason, delay);
  }
  return delay;
}

/** Checks a flag that is false by default. */
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
