import { it, vi } from 'vitest';

globalThis.it = it;
globalThis.testClock = {
  install: () => vi.useFakeTimers(),
  advance: (milliseconds) => vi.advanceTimersByTime(milliseconds),
  uninstall: () => vi.useRealTimers(),
};
