/** The command's exit codes, except after a signal. */
export const exitCodes = { ended: 0, failed: 1, usage: 2, taken: 3, problem: 4 } as const;

/** 128 plus the signal's number, as in shells. */
export const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Whether this is the exit code after a signal. */
export function isAfterSignal(code: number): boolean {
  return code > 128;
}

/** Ends the command with a message for its user. */
export class Failure extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
