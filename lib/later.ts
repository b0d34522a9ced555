import { inMilliseconds } from './usersTime.js';

/**
 * Calls `due` after about so many milliseconds, unless it is cancelled. Keeps the event loop alive only
 * with `ref`.
 */
export function later(milliseconds: number, due: () => void, ref = false): () => void {
  return inMilliseconds(jittered(milliseconds), due, ref);
}

/** Varies a delay by up to a fifth: processes that began together do not continue together. */
const jitter = 0.2;

function jittered(milliseconds: number): number {
  return milliseconds * (1 - jitter + 2 * jitter * Math.random());
}
