import { exitCodes } from './exitCodes.js';

/** How long what was written before a signal may take to be read, in milliseconds. */
const patience = 1_000;

/**
 * From now on an error of standard output or standard error does not end the process. One of standard output,
 * other than that nobody reads it, is told once and makes the exit code 1; one of standard error can be told
 * nobody.
 */
export function tolerateWriteErrors(complain: (what: string) => void): void {
  let isTold = false;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || isTold) return;
    isTold = true;
    complain(`cannot write to standard output: ${error.message}`);
    process.on('exit', () => {
      process.exitCode = exitCodes.failed;
    });
  });
}

/** After a signal a reader that does not read cannot keep the process from ending. */
export function endAfterSignal(code: number): void {
  setTimeout(() => process.exit(code), patience).unref();
}
