import { performance } from 'node:perf_hooks';
import { fromEvent, map, merge, NEVER, Observable, take, timer } from 'rxjs';
import { exitCodes, signalCodes } from './exitCodes.js';

/** Under npm one Ctrl-C arrives twice within this time, from the terminal and from npm; in milliseconds. */
const impatience = 500;

/**
 * Emits the exit code at the end: the time is over, a signal came, or the output has no reader (`unread$`).
 */
export function ending$(unread$: Observable<number>, seconds?: number): Observable<number> {
  const elapsed$ =
    seconds === undefined ? NEVER : timer(seconds * 1_000).pipe(map(() => exitCodes.ended));
  return merge(signal$(), elapsed$, unread$).pipe(take(1));
}

/**
 * Emits the exit code when writing to standard output fails; the end of its reader counts as a normal end.
 */
export function writeError$(): Observable<number> {
  return (fromEvent(process.stdout, 'error') as Observable<NodeJS.ErrnoException>).pipe(
    map(({ code }) => (code === 'EPIPE' ? exitCodes.ended : exitCodes.failed)),
  );
}

/**
 * Emits the exit code after a signal. Its handlers stay: a signal must not end the process while
 * connections are being closed, except a second one after some time, which is intended.
 */
function signal$(): Observable<number> {
  return new Observable((subscriber) => {
    let first: number | undefined;
    for (const [signal, code] of Object.entries(signalCodes)) {
      process.on(signal, () => {
        first ??= performance.now();
        if (performance.now() - first > impatience) die(signal);
        subscriber.next(code);
      });
    }
  });
}

/** Not process.exit(): that waits for a name lookup under way, which may take long. */
function die(signal: string): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
