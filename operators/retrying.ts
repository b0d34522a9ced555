import { type Observable, retry, type RetryConfig, type SchedulerLike, tap, timer } from 'rxjs';
import { checkObject, invalidArgType } from '../lib/errors.js';
import { checkDelay, checkFlag } from './checks.js';
import { checkLimit } from './counts.js';

export function checkRetry(config: unknown): RetryConfig {
  const {
    count = Infinity,
    delay,
    resetOnSuccess,
  } = checkObject(config, 'options.retry', ['count', 'delay', 'resetOnSuccess']);
  return {
    count: checkLimit(count, 'options.retry.count', 0),
    resetOnSuccess: checkFlag(resetOnSuccess, 'options.retry.resetOnSuccess'),
    ...(delay === undefined ? {} : { delay: checkRetryDelay(delay) }),
  };
}

function checkRetryDelay(delay: unknown): NonNullable<RetryConfig['delay']> {
  if (typeof delay === 'function') return delay as () => Observable<unknown>;
  if (typeof delay === 'number') return checkDelay(delay, 'options.retry.delay');
  throw invalidArgType('options.retry.delay', 'a number or a function', delay);
}

/**
 * RxJS's `retry` with a scheduler for its delay. `failed` is called at each failure, the last one included.
 */
export function retrying(
  config: RetryConfig,
  scheduler: SchedulerLike,
): <T>(source$: Observable<T>, failed: (error: unknown) => void) => Observable<T> {
  const { delay } = config;
  const timed =
    typeof delay === 'number' ? { ...config, delay: () => timer(delay, scheduler) } : config;
  return (source$, failed) => source$.pipe(tap({ error: failed }), retry(timed));
}
