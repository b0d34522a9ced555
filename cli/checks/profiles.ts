import { OfflineStateError } from '../../lib/errors.js';
import { profiles } from '../../lib/profiles.js';
import { nameOf } from '../lines.js';
import type { Finding } from '../finding.js';
import { withoutProgramming } from '../wording.js';

/** In milliseconds. */
const patience = 10_000;

/** Reports the profiles of a program that names no backend. */
export async function profilesFinding(list: typeof profiles = profiles): Promise<Finding> {
  const check = 'profiles';
  try {
    const names = await list({ timeout: patience });
    if (names.length > 0) {
      return { check, result: 'ok', text: `The profiles are ${names.map(nameOf).join(', ')}.` };
    }
    return {
      check,
      result: 'note',
      text: 'There are no profiles.',
      remedy: 'Start Outlook once, and let it make one.',
    };
  } catch (error) {
    if (!(error instanceof OfflineStateError)) throw error;
    // The finding about the server has the remedy.
    return {
      check,
      result: 'note',
      text: `No profiles can be listed: ${withoutProgramming(error)}`,
    };
  }
}
