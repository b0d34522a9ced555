import { performance } from 'node:perf_hooks';
import timers from 'node:timers';

/**
 * The package's own scheduling, as it was when the package was loaded: a test's fake clock that comes
 * later stops no delivery. What a program waits for is on its clock: lib/usersTime.
 */
export const { setImmediate, setTimeout } = timers;

/** Milliseconds that only ever grow. */
export const elapsed = performance.now.bind(performance);

/** Milliseconds since the epoch. Only where there is no binary, whose clock notifications carry. */
export const wallClock = Date.now.bind(Date);
