import { checkProfile } from './arguments.js';
import { publishError } from './channels.js';
import { nameUnusable } from './failures.js';

/**
 * Whether a call accepts the name of a profile, or of an account of `profile`. A server may send any name;
 * an unusable one is published.
 */
export function isUsableName(name: string, profile?: string): boolean {
  try {
    checkProfile(name);
    return true;
  } catch (cause) {
    publishError({ profile, account: undefined }, nameUnusable(cause, profile));
    return false;
  }
}
