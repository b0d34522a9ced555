import { readFileSync } from 'node:fs';
import { backendNames } from '../../lib/arguments.js';
import type { Binary } from '../../lib/binary.cjs';
import type { Loaded } from '../../lib/load.js';
import { loadError } from '../../lib/environment.js';
import type { Finding } from '../finding.js';

/** Reports whether the binary loads, and its backends. */
export function binaryFindings(loaded: Loaded): Finding[] {
  if ('binary' in loaded) {
    return [
      {
        check: 'binary',
        result: 'ok',
        text: `The binary loads: ${loaded.path} (${digestOf(loaded.path)}).`,
      },
      backendFinding(loaded.binary, process.env['RX_OUTLOOK_BACKEND']),
    ];
  }
  // The message contains the remedy.
  return [{ check: 'binary', result: 'problem', text: loadError(loaded).message }];
}

/** Returns the digest of the binary's sources; see native/binary/sources.cc. */
function digestOf(path: string): string {
  const text = readFileSync(path, 'latin1');
  const digest = /rx-outlook sources ([0-9a-f]{64})/.exec(text)?.[1];
  return digest === undefined ? 'of unknown sources' : `of sources ${digest.slice(0, 12)}`;
}

export function backendFinding({ backends }: Pick<Binary, 'backends'>, named = ''): Finding {
  const check = 'backends';
  const text = `Its backends are ${backends.join(', ')}`;
  if (named === '') return { check, result: 'ok', text: `${text}.` };
  if (backends.includes(named)) {
    return { check, result: 'ok', text: `${text}; RX_OUTLOOK_BACKEND names ${named}.` };
  }
  const is = backendNames.some((name) => name === named) ? 'not among them' : 'none';
  return {
    check,
    result: 'problem',
    text: `${text}; RX_OUTLOOK_BACKEND is ${JSON.stringify(named)}, which is ${is}.`,
    remedy: 'Unset RX_OUTLOOK_BACKEND, or name one of these.',
  };
}
