import type { Probed } from '../../lib/binary.cjs';
import { remedyOf } from '../../lib/failures.js';
import { serverFinding } from '../addin/server.js';
import type { Finding } from '../finding.js';

const hostRemedy = 'To develop without an Outlook: "npx rx-outlook host --profile Work".';

/** Codes that say nothing against the place. */
const knownWays = new Set([
  'ERR_OUTLOOK_NOT_RUNNING',
  'ERR_OUTLOOK_NEW_ONLY',
  'ERR_OUTLOOK_ELEVATED',
  'ERR_ADDIN_MISSING',
  'ERR_ADDIN_DISABLED',
  'ERR_BRIDGE_NOT_ANSWERING',
  'ERR_BRIDGE_PROTOCOL',
  'ERR_BRIDGE_LIMIT',
]);

/** Reports the bridge's place, on a system without an Outlook. */
export function placeFinding(
  probed: Probed,
  platform: NodeJS.Platform = process.platform,
): Finding {
  const check = 'bridge-place';
  if ('code' in probed && probed.code === 'ERR_BRIDGE_NOT_TRUSTED') {
    return {
      check,
      result: 'problem',
      text: probed.text,
      remedy:
        platform === 'win32'
          ? 'Find the program that serves there, and end it; "npx rx-outlook addin status" says more.'
          : 'Make the folder accessible to this user only (chown, chmod 700), or remove it.',
    };
  }
  if ('code' in probed && !knownWays.has(probed.code)) {
    return { check, result: 'problem', text: probed.text, remedy: remedyOf(probed.code) };
  }
  return { check, result: 'ok', text: `The bridge's place is this user's own: ${probed.place}.` };
}

/**
 * Reports the server at the place, where no Outlook could be; `tryServing` returns why a host could not
 * serve there.
 */
export async function developmentFinding(
  probed: Probed,
  version: string,
  tryServing: (place: string) => Promise<Error | undefined>,
): Promise<Finding> {
  const check = 'server';
  if ('host' in probed) {
    return probed.host === 'embedded'
      ? { check, result: 'ok', text: `"npx rx-outlook host" answers: ${probed.product}.` }
      : serverFinding(probed, version, false);
  }
  const { code, text: why, place } = probed;
  const text = `Nobody answers: ${why}`;
  // With any other code a server of this package could not serve there, or one serves there already.
  if (code !== 'ERR_OUTLOOK_NOT_RUNNING') {
    return { check, result: 'problem', text, remedy: remedyOf(code) };
  }
  const failure = await tryServing(place);
  if (failure === undefined) return { check, result: 'note', text, remedy: hostRemedy };
  return {
    check,
    result: 'problem',
    text: `${text} A host could not serve there: ${failure.message}`,
    remedy: remedyOf('ERR_BRIDGE_NO_PLACE'),
  };
}
