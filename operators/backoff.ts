import { invalidArgType, invalidArgValue } from '../lib/errors.js';
import { checkDelay } from './checks.js';

/** Returns the delay after that number of failures in a row, in milliseconds. */
export type Backoff = (failures: number) => number;

const longestBackoff = 60_000;

export function checkBackoff(backoff: unknown = 1_000, jitter: unknown = 0): Backoff {
  const share = checkShare(jitter);
  const delayAfter = typeof backoff === 'function' ? asked(backoff as Backoff) : doubled(backoff);
  return (failures) => delayAfter(failures) * (1 - share * Math.random());
}

function checkShare(jitter: unknown): number {
  if (typeof jitter !== 'number') throw invalidArgType('options.jitter', 'a number', jitter);
  if (!(jitter >= 0 && jitter <= 1)) {
    throw invalidArgValue('options.jitter', 'must be a number from 0 to 1', jitter);
  }
  return jitter;
}

function asked(backoff: Backoff): Backoff {
  return (failures) => checkDelay(backoff(failures), 'options.backoff()');
}

function doubled(backoff: unknown): Backoff {
  const first = checkDelay(backoff, 'options.backoff');
  const longest = Math.max(first, longestBackoff);
  // The first failure in a row was retried at once, or came after a value: the backoff starts with the
  // second. The exponent is limited, since 0 times Infinity is NaN.
  return (failures) => Math.min(longest, first * 2 ** Math.min(31, Math.max(0, failures - 2)));
}
