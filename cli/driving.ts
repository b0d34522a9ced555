import { concat, defer, EMPTY, finalize, from, mergeMap, NEVER, type Observable, of } from 'rxjs';
import type { EmbeddedOutlook } from '../testing/index.js';
import { type AskedChange, checkChange, parseChange } from './change.js';
import { exitCodes, messageOf } from './exitCodes.js';
import { linesOf } from './input.js';
import { complain, note, tell } from './output.js';
import { played$ } from './play.js';
import type { Script } from './script.js';

export const instructions =
  '"NAME offline" or "NAME online", then Enter; without NAME for all; "quit" ends.';

export const accountInstructions =
  'An account is PROFILE/ACCOUNT: "NAME add" makes one, "NAME remove" removes it.';

/** Distinct from every profile's name. */
const ofHelp = Symbol('help');

/** Plays the script on the embedded Outlook. */
export function scripted$(script: Script, outlook: EmbeddedOutlook): Observable<never> {
  return concat(
    // What is typed may have changed the accounts.
    played$(script, (asked) => obey(() => checkChange(asked, outlook), outlook)),
    defer(() => {
      note('The script has ended; serving goes on.');
      return NEVER;
    }),
  );
}

/** Applies the changes that are typed; emits the exit code when the input ends the command. */
export function typed$(outlook: EmbeddedOutlook): Observable<number> {
  const { stdin } = process;
  return defer(() => from(obeyed(stdin, outlook))).pipe(
    mergeMap((isEnd) => (isEnd ? of(exitCodes.ended) : EMPTY)),
    // An unread input must not keep the process alive.
    finalize(() => stdin.destroy()),
  );
}

/**
 * Applies one line after the other; resolves at the end of the input with whether that ends the command.
 */
async function obeyed(stdin: NodeJS.ReadStream, outlook: EmbeddedOutlook): Promise<boolean> {
  for await (const line of linesOf(stdin)) {
    const text = line.replace(/^\uFEFF/, '').trim();
    if (text === 'quit') return true;
    if (text === 'help')
      tell({ about: ofHelp, line: () => `${instructions}\n${accountInstructions}` });
    else if (text !== '') await obey(() => parseChange(text, outlook), outlook);
  }
  return stdin.isTTY;
}

async function obey(ask: () => AskedChange, outlook: EmbeddedOutlook): Promise<void> {
  let asked: AskedChange;
  try {
    asked = ask();
  } catch (error) {
    complain(messageOf(error));
    return;
  }
  await change(asked, outlook);
}

async function change({ targets, action }: AskedChange, outlook: EmbeddedOutlook): Promise<void> {
  await Promise.all(
    targets.map(async ({ profile, account }) => {
      if (action === 'add') outlook.addAccount(profile, account ?? '');
      else if (action === 'remove') outlook.removeAccount(profile, account ?? '');
      else await outlook.setState(profile, action, { account });
    }),
  );
}
