import { filter, interval, map, merge, NEVER, type Observable, take } from 'rxjs';
import { load } from '../lib/load.js';
import { writeError$ } from './ending.js';
import { exitCodes } from './exitCodes.js';

/** The interval of polling, in milliseconds: a writer that writes nothing receives no error. */
const period = 250;

/**
 * Emits the exit code when standard output cannot be written any more: its reader has ended, which is a
 * normal end, or writing fails.
 */
export function unread$(): Observable<number> {
  return merge(writeError$(), noReader$()).pipe(take(1));
}

/** Finds the end of the reader without writing. */
function noReader$(): Observable<number> {
  const loaded = load();
  if (!('binary' in loaded)) return NEVER;
  return interval(period).pipe(
    filter(() => loaded.binary.isOutputUnread()),
    map(() => exitCodes.ended),
  );
}
