import { inMilliseconds } from './usersTime.js';

/** Calls `due` in about so many milliseconds, unless it is cancelled. Holds no event loop open, unless `ref`. */
export function later(milliseconds: number, due: () => void, ref = false): () => void {
  return inMilliseconds(jittered(milliseconds), due, ref);
}

/** A fifth more or less, so that what began together in many processes does not go on together. */
const jitter = 0.2;

function jittered(milliseconds: number): number {
  return milliseconds * (1 - jitter + 2 * jitter * Math.random());
}
