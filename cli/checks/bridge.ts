import type { Probed } from '../../lib/binary.cjs';
import { serverFinding } from '../addin/server.js';
import type { Finding } from '../finding.js';

/** Where the bridge is, for a system without an Outlook. */
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
          ? 'Find out whose that is, and end it; "npx rx-outlook addin status" says more.'
          : 'Give the folder to this user alone (chown, chmod 700), or remove it.',
    };
  }
  return { check, result: 'ok', text: `The bridge's place is this user's own: ${probed.place}.` };
}

/** Who is there, where no Outlook could be. */
export function developmentFinding(probed: Probed, version: string): Finding {
  const check = 'server';
  if ('host' in probed) {
    return probed.host === 'embedded'
      ? { check, result: 'ok', text: `"npx rx-outlook host" answers: ${probed.product}.` }
      : serverFinding(probed, version, false);
  }
  const { code, text } = probed;
  return {
    check,
    result: code === 'ERR_OUTLOOK_NOT_RUNNING' ? 'note' : 'problem',
    text: `Nobody answers: ${text}`,
    remedy: 'To develop without an Outlook: "npx rx-outlook host --profile Work".',
  };
}
