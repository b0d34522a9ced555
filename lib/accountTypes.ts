import type { AccountType } from './types.js';

/** Outlook's OlAccountType, by its numbers: native/seam/account.h. */
export const accountTypes: readonly AccountType[] = [
  'exchange',
  'imap',
  'pop3',
  'http',
  'eas',
  'other',
];
