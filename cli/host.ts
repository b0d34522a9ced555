import { readFileSync } from 'node:fs';
import {
  defer,
  EMPTY,
  firstValueFrom,
  from,
  ignoreElements,
  map,
  merge,
  mergeMap,
  NEVER,
  type Observable,
  tap,
} from 'rxjs';
import { accounts$ } from '../lib/accounts.js';
import { connectionState$ } from '../lib/connectionState.js';
import { type BridgeHost, embeddedOutlook, type EmbeddedOutlook } from '../testing/index.js';
import { accountChanges$ } from './accountChanges.js';
import type { HostArguments } from './arguments.js';
import { changes$, timed } from './changes.js';
import { clients$ } from './clients.js';
import { accountInstructions, instructions, scripted$, typed$ } from './driving.js';
import { ending$ } from './ending.js';
import { exitCodes, Failure, messageOf } from './exitCodes.js';
import { aligned } from './lines.js';
import { fullName, keyOf, listed, type NamedAccount, type Roster } from './named.js';
import { note, say, tell } from './output.js';
import { unread$ } from './reader.js';
import { parseScript, type Script } from './script.js';
import { decoded } from './text.js';

const options = { backend: 'embedded' } as const;

/** Serves until the end; resolves with the exit code. */
export async function host(args: HostArguments): Promise<number> {
  const { profile: profiles, account: accounts = [], script: file } = args;
  const outlook = embeddedOutlook({ profiles });
  let server: BridgeHost | undefined;
  try {
    for (const { profile, account } of accounts) outlook.addAccount(profile, account);
    const script = file === undefined ? undefined : readScript(file, outlook);
    server = serve(outlook);
    return await firstValueFrom(
      merge(
        ending$(unread$()), // first: a reader of the following output may send a signal
        lost$(server),
        announced$(profiles, accounts),
        shown$(profiles, accounts),
        clients$(server).pipe(tap(note), ignoreElements()),
        script === undefined ? NEVER : scripted$(script, outlook),
        typed$(outlook),
      ),
    );
  } finally {
    server?.close();
    outlook.close();
  }
}

function readScript(file: string, roster: Roster): Script {
  let text: string;
  try {
    text = decoded(readFileSync(file));
  } catch (error) {
    throw new Failure(`cannot read the script: ${messageOf(error)}`, exitCodes.usage, error);
  }
  return parseScript(text, file, roster);
}

function serve(outlook: EmbeddedOutlook): BridgeHost {
  try {
    return outlook.serve();
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw new Failure(
      isTaken
        ? `cannot serve: ${messageOf(error)}. End that one first, or use it.`
        : `cannot serve: ${messageOf(error)}`,
      isTaken ? exitCodes.taken : exitCodes.failed,
      error,
    );
  }
}

/** Errors when the server ends by itself. */
function lost$(server: BridgeHost): Observable<never> {
  return from(server.ended).pipe(
    tap((error) => {
      if (error !== undefined) throw new Failure(messageOf(error), exitCodes.failed, error);
    }),
    ignoreElements(),
  );
}

function announced$(
  profiles: readonly string[],
  accounts: readonly NamedAccount[],
): Observable<never> {
  return defer(() => {
    const hasAccounts = accounts.length > 0;
    say(
      `Serving ${listed(profiles, Infinity)} over the bridge, as process ${String(process.pid)}.`,
    );
    if (hasAccounts) say(`Accounts:                     ${listed(accounts.map(fullName))}`);
    const all = hasAccounts ? ' --accounts' : '';
    say(`Watch from another terminal:  npx rx-outlook watch --backend bridge${all}`);
    say(`Change them here:             ${instructions}`);
    if (hasAccounts) say(accountInstructions);
    return EMPTY;
  });
}

function shown$(profiles: readonly string[], accounts: readonly NamedAccount[]): Observable<never> {
  const line = aligned([...profiles, ...accounts.map(fullName)]);
  return from(profiles).pipe(
    mergeMap((profile) => {
      const status$ = connectionState$(profile, options).pipe(
        map((state) => ({ state, since: Date.now() })),
        timed,
      );
      return merge(
        changes$({ profile }, status$, true),
        accountChanges$(profile, accounts$(profile, options), timed),
      );
    }),
    tap((change) => {
      tell({ about: keyOf(change), line: (skipped) => line(change, skipped) });
    }),
    ignoreElements(),
  );
}
