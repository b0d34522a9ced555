import { mock, test } from 'node:test';

globalThis.it = test;
globalThis.testClock = {
  install: () => mock.timers.enable(),
  advance: (milliseconds) => mock.timers.tick(milliseconds),
  uninstall: () => mock.timers.reset(),
};
