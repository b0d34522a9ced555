// What the files need of their runner, which gives it to each as globals: its own, or what setup/ puts there.
import { appendFileSync } from 'node:fs';

/** A test, of which scripts/test-runners.mjs is told that it came to its end. */
export const test = (title, run) => {
  globalThis.it(title, async () => {
    await run();
    appendFileSync(process.env.RX_OUTLOOK_RAN, `${title}\n`);
  });
};

/** The runner's fake timers: `install`, `advance(milliseconds)`, `uninstall`. */
export const clock = () => globalThis.testClock;
