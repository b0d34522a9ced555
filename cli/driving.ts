import { concat, defer, mergeMap, NEVER, type Observable, of } from 'rxjs';
import type { EmbeddedOutlook } from '../testing/index.js';
import { type AskedChange, parseChange } from './change.js';
import { exitCodes, messageOf } from './exitCodes.js';
import { input$ } from './input.js';
import { complain, note, say } from './output.js';
import { played$ } from './play.js';
import type { Script } from './script.js';

export const instructions =
  '"NAME offline" or "NAME online", then Enter; without NAME for all; "quit" ends.';

/** Plays the script on the embedded Outlook. */
export function scripted$(script: Script, outlook: EmbeddedOutlook): Observable<never> {
  return concat(
    played$(script, (asked) => {
      change(asked, outlook);
    }),
    defer(() => {
      note('The script has ended; serving goes on.');
      return NEVER;
    }),
  );
}

/** Does what is typed; emits the exit code when that is to end. */
export function typed$(outlook: EmbeddedOutlook): Observable<number> {
  const atTheEnd$ = process.stdin.isTTY ? of('quit') : NEVER;
  return concat(input$(), atTheEnd$).pipe(
    mergeMap((line) => {
      const text = line.trim();
      if (text === 'quit') return of(exitCodes.ended);
      if (text === 'help') say(instructions);
      else if (text !== '') obey(text, outlook);
      return [];
    }),
  );
}

function obey(text: string, outlook: EmbeddedOutlook): void {
  try {
    change(parseChange(text, outlook.profiles), outlook);
  } catch (error) {
    complain(messageOf(error));
  }
}

function change({ profiles, state }: AskedChange, outlook: EmbeddedOutlook): void {
  for (const profile of profiles) void outlook.setState(profile, state);
}
