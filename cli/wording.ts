import type { OfflineStateError } from '../lib/errors.js';
import { forDevelopment, toSubscribeAgain } from '../lib/failures.js';
import { visible } from './visible.js';

/** Explains how to develop without an Outlook, on the command line. */
export const invitation =
  'To develop without Outlook: "npx rx-outlook host --profile Work", and watch with --backend bridge.';

export const withoutAccounts =
  'This backend has no accounts, or the server at the bridge is too old for them';

/** Returns the error's message on one line, without the remedies for programs. */
export function withoutProgramming(error: OfflineStateError): string {
  const said = [forDevelopment, toSubscribeAgain].reduce(
    (text, remedy) => text.replace(` ${remedy}`, ''),
    error.message,
  );
  return visible(said);
}

/** Returns the same, with the remedy for the command line. */
export function forTheCommand(error: OfflineStateError): string {
  const text = withoutProgramming(error);
  return error.message.includes(forDevelopment) ? `${text} ${invitation}` : text;
}
