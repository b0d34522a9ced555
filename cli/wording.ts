import type { OfflineStateError } from '../lib/errors.js';
import { forDevelopment } from '../lib/failures.js';
import { visible } from './visible.js';

/** How to go on without an Outlook, for who types commands: the libraries' errors speak to who writes programs. */
export const invitation =
  'To develop without Outlook: "npx rx-outlook host --profile Work", and watch with --backend bridge.';

/** What the error says, on one line, but for what helps in a program alone. */
export function withoutProgramming(error: OfflineStateError): string {
  return visible(error.message.replace(` ${forDevelopment}`, ''));
}

/** The same, with what helps on the command line. */
export function forTheCommand(error: OfflineStateError): string {
  const text = withoutProgramming(error);
  return error.message.includes(forDevelopment) ? `${text} ${invitation}` : text;
}
