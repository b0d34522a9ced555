#!/usr/bin/env node
import { OfflineStateError } from '../lib/errors.js';
import { exitCodes, Failure, isAfterSignal } from './exitCodes.js';
import { complain } from './output.js';
import { runProgram } from './program.js';
import { endAfterSignal, tolerateWriteErrors } from './standardStreams.js';
import { forTheCommand } from './wording.js';

tolerateWriteErrors(complain);
runProgram(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
    if (isAfterSignal(code)) endAfterSignal(code);
  },
  (error: unknown) => {
    // Any other error is a mistake of this package: its stack is needed.
    if (!(error instanceof Failure || error instanceof OfflineStateError)) throw error;
    complain(error instanceof Failure ? error.message : forTheCommand(error));
    process.exitCode = error instanceof Failure ? error.exitCode : exitCodes.failed;
  },
);
