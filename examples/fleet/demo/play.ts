import { defer, interval, map, merge, type Observable, timer } from 'rxjs';
import type { DesktopProcess } from './desktopProcess.js';
import type { Desktop } from './protocol.js';

const among = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)]!;
/** One desktop in twenty flaps. */
const flapEvery = 20;

/** Changes the states of all desktops of the processes, for as long as it is subscribed. */
export function play$(processes: readonly DesktopProcess[]): Observable<unknown> {
  const all = processes.flatMap((process) =>
    process.desktops.map((desktop) => ({ process, desktop })),
  );
  const flapping = all.filter((_, i) => i % flapEvery === 0);
  const outage$ = interval(2_000).pipe(
    map(() => {
      const { process, desktop } = among(all);
      void outage(process, desktop, 5_000 + Math.random() * 60_000);
    }),
  );
  const flap$ = merge(
    ...flapping.map(({ process, desktop }) =>
      defer(() => timer(Math.random() * 8_000, 8_000)).pipe(
        map((i) => process.set(desktop, i % 2 === 0 ? 'offline' : 'online')),
      ),
    ),
  );
  return merge(outage$, flap$);
}

/** Takes an account or a whole profile offline for a time. */
async function outage(process: DesktopProcess, desktop: Desktop, time: number): Promise<void> {
  const account = Math.random() < 0.6 ? among(desktop.accounts) : undefined;
  await process.set(desktop, 'offline', account);
  setTimeout(() => void process.set(desktop, 'online', account), time).unref();
}
