import type { EmbeddedProfile } from '../lib/binary.cjs';
import { checkObject } from '../lib/errors.js';
import type { Inbox } from '../lib/inbox.js';
import { askEmbedded } from './askEmbedded.js';
import { checkInteger } from './checks.js';
import type { Flood, FloodOptions } from './types.js';

export function makeFlood(
  inbox: Inbox,
  native: EmbeddedProfile,
  options: FloodOptions = {},
): Flood {
  const { changes = 0, threads = 1 } = checkObject(options, 'options', ['changes', 'threads']);
  const count = checkInteger(changes, 'options.changes', 0, Number.MAX_SAFE_INTEGER);
  const width = checkInteger(threads, 'options.threads', 1, 64);
  let number = 0;
  const done = askEmbedded(inbox, (request) => {
    number = request;
    native.startFlood(request, count, width);
  }).then((answer) => answer.count);
  const stop = (): Promise<number> => {
    native.stopFlood(number);
    return done;
  };
  return { done, stop };
}
