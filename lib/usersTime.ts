/**
 * Calls `due` in so many milliseconds, unless it is cancelled. Holds no event loop open, unless `ref`.
 *
 * On the clock of the program, as RxJS's `asyncScheduler`: the global `setTimeout` of this moment, which is
 * what every library for fake clocks replaces. What the timer was made with also clears it, whatever is
 * there by then.
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
