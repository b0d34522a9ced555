/**
 * Calls `due` after so many milliseconds, unless it is cancelled. Keeps the event loop alive only with
 * `ref`.
 *
 * Uses the program's clock, as RxJS's `asyncScheduler` does: the global `setTimeout` of this moment, which
 * every library for fake clocks replaces. Clears a timer with the functions that made it, whatever has
 * replaced them since.
 */
export function inMilliseconds(milliseconds: number, due: () => void, ref = false): () => void {
  const { setTimeout, clearTimeout } = globalThis;
  const timer: unknown = setTimeout(due, milliseconds);
  // In a browser's document a timer is a number.
  if (!ref) (timer as { unref?: () => void }).unref?.();
  return () => {
    clearTimeout(timer as NodeJS.Timeout);
  };
}
