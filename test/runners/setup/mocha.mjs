import { install } from '@sinonjs/fake-timers';

let clock;
globalThis.testClock = {
  install: () => {
    clock = install();
  },
  advance: (milliseconds) => clock.tick(milliseconds),
  uninstall: () => clock.uninstall(),
};
