import { performance } from 'node:perf_hooks';
import { fromEvent, map, merge, NEVER, Observable, take, timer } from 'rxjs';
import { exitCodes, signalCodes } from './exitCodes.js';

/** Under npm one Ctrl-C arrives twice, from the terminal and from npm, milliseconds apart. */
const impatience = 500;

/** The exit code, when it is time to end: elapsed, asked to, or because of who reads, as `unread$` says. */
export function ending$(unread$: Observable<number>, seconds?: number): Observable<number> {
  const elapsed$ =
    seconds === undefined ? NEVER : timer(seconds * 1_000).pipe(map(() => exitCodes.ended));
  return merge(signal$(), elapsed$, unread$).pipe(take(1));
}

/** The exit code once writing to standard output fails: that nobody reads it any more is as asked. */
export function writeError$(): Observable<number> {
  return (fromEvent(process.stdout, 'error') as Observable<NodeJS.ErrnoException>).pipe(
    map(({ code }) => (code === 'EPIPE' ? exitCodes.ended : exitCodes.failed)),
  );
}

/**
 * Its handlers stay: while everything is being closed, a signal must not end the process
 * half-way; unless it is meant, which a second one some time after the first is.
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

/** Not process.exit(): that waits for a name lookup under way, which the resolver may take long for. */
function die(signal: string): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
