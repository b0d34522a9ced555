/* global jest */
globalThis.testClock = {
  install: () => jest.useFakeTimers(),
  advance: (milliseconds) => jest.advanceTimersByTime(milliseconds),
  uninstall: () => jest.useRealTimers(),
};
