import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs';
import { invalidArgType, invalidArgValue } from '../lib/errors.js';
import type { ConnectionState } from '../lib/types.js';

/** What every operator takes: a state, or that it is not known. */
export type State = ConnectionState | 'unknown';

/** What setInterval can hold; anything longer would fire at once. */
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
