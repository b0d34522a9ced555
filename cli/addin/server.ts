import type { Probed } from '../../lib/binary.cjs';
import type { Finding } from '../finding.js';

/** Reports the server at the bridge's place, where an Outlook with the add-in would be. */
export function serverFinding(probed: Probed, version: string, isExpected: boolean): Finding {
  const check = 'server';
  if ('host' in probed) {
    const { host, product } = probed;
    if (host === 'embedded') {
      return {
        check,
        result: 'note',
        text: `"npx rx-outlook host" answers, with embedded profiles for development, not Outlook: ${product}.`,
        remedy: 'End it: there can be one server at a time, and it keeps the add-in from serving.',
      };
    }
    const text = `The add-in answers from within Outlook: ${product}.`;
    if (product.endsWith(` ${version}`)) return { check, result: 'ok', text };
    return {
      check,
      result: 'note',
      text: `${text} This package is version ${version}.`,
      remedy: 'Run "npx rx-outlook addin install", and start Outlook again.',
    };
  }
  const { code, text } = probed;
  const isSilent = code === 'ERR_OUTLOOK_NOT_RUNNING';
  return {
    check,
    result: isSilent && !isExpected ? 'note' : 'problem',
    text: `Nobody answers: ${text}`,
    remedy: remedies[code] ?? 'Start Outlook; if it runs, start it again.',
  };
}

const remedies: Readonly<Record<string, string>> = {
  ERR_BRIDGE_NOT_TRUSTED: 'Make the place accessible to this user alone.',
  ERR_OUT_OF_RESOURCES: 'End what is not needed: this process, or the system, has reached a limit.',
  ERR_BRIDGE_NOT_ANSWERING: 'Outlook may be suspended or hung: wait for it, or start it again.',
  ERR_BRIDGE_PROTOCOL:
    'Run "npx rx-outlook addin install", and start Outlook again: its add-in has another version.',
};
