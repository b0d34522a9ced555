import { filter, interval, map, merge, NEVER, type Observable, take } from 'rxjs';
import { load } from '../lib/load.cjs';
import { writeError$ } from './ending.js';
import { exitCodes } from './exitCodes.js';

/** How often to look, in milliseconds: nothing tells a writer that is silent. */
const period = 250;

/**
 * Emits the exit code once nothing can be written to standard output any more: nobody reads it, which is as
 * asked, or writing fails.
 */
export function unread$(): Observable<number> {
  return merge(writeError$(), noReader$()).pipe(take(1));
}

/** Known without writing. */
function noReader$(): Observable<number> {
  const loaded = load();
  if (!('binary' in loaded)) return NEVER;
  return interval(period).pipe(
    filter(() => loaded.binary.isOutputUnread()),
    map(() => exitCodes.ended),
  );
}
