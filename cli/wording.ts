import type { OfflineStateError } from '../lib/errors.js';
import { forDevelopment, remedyOf, toSubscribeAgain } from '../lib/failures.js';
import { described } from '../lib/target.js';
import { visible } from './visible.js';

/** Explains how to develop without an Outlook, on the command line. */
export const invitation =
  'To develop without Outlook: "npx rx-outlook host --profile Work", and watch with --backend bridge.';

/** Says why there are no accounts, in one sentence for all profiles of the backend. */
export function withoutAccounts(error: OfflineStateError): string {
  const { message, code, operation } = error;
  // `accounts failed for profile "Work": The bridge's server … is needed. Accounts need …`
  const begin = `${operation} failed for ${described(error)}: `;
  const end = message.lastIndexOf(` ${remedyOf(code)}`);
  const said = message.startsWith(begin) && end > 0 ? message.slice(begin.length, end) : '';
  // Without an explanation of the backend, the message has the code in its place.
  const isExplained = said !== '' && said !== `${code}.`;
  return isExplained ? visible(said) : 'This backend has no accounts.';
}

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
