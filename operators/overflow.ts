import { invalidArgType, invalidArgValue } from '../lib/errors.js';

const overflows = ['drop-oldest', 'drop-newest', 'error'] as const;

/** The effect of one value too many. */
export type Overflow = (typeof overflows)[number];

export function checkOverflow(overflow: unknown): Overflow {
  if (typeof overflow !== 'string') {
    throw invalidArgType('options.overflow', 'a string', overflow);
  }
  const known = overflows.find((one) => one === overflow);
  if (known === undefined) {
    throw invalidArgValue('options.overflow', `must be one of ${overflows.join(', ')}`, overflow);
  }
  return known;
}
