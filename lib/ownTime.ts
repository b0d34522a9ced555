import { performance } from 'node:perf_hooks';
import timers from 'node:timers';

/**
 * The package's own timers, captured when the package is loaded: a fake clock that a test installs later
 * stops no delivery. lib/usersTime has the timers on the program's clock.
 */
export const { setImmediate, setTimeout } = timers;

/** A monotonic clock in milliseconds. */
export const elapsed = performance.now.bind(performance);

/**
 * Milliseconds since the epoch; for use without a binary, whose clock has the notifications' timestamps.
 */
export const wallClock = Date.now.bind(Date);
