import { exitCodes } from './exitCodes.js';

/** The time for reading the output after a signal, in milliseconds. */
const patience = 1_000;

/**
 * Keeps errors of standard output and standard error from ending the process. An error of standard output
 * other than the end of its reader is reported once and makes the exit code 1; an error of standard error
 * cannot be reported.
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

/** Ends the process after a signal, even if a reader does not read. */
export function endAfterSignal(code: number): void {
  setTimeout(() => process.exit(code), patience).unref();
}
