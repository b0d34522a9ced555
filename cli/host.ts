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
import { connectionState$ } from '../lib/connectionState.js';
import { type BridgeHost, embeddedOutlook, type EmbeddedOutlook } from '../testing/index.js';
import type { HostArguments } from './arguments.js';
import { listed } from './change.js';
import { changes$, timed } from './changes.js';
import { clients$ } from './clients.js';
import { instructions, scripted$, typed$ } from './driving.js';
import { ending$ } from './ending.js';
import { exitCodes, Failure, messageOf } from './exitCodes.js';
import { plainLine, widthOf } from './lines.js';
import { note, say, tell } from './output.js';
import { unread$ } from './reader.js';
import { parseScript, type Script } from './script.js';
import { decoded } from './text.js';

/** Serves until the end; resolves with the exit code. */
export async function host({ profile: profiles, script: file }: HostArguments): Promise<number> {
  const script = file === undefined ? undefined : readScript(file, profiles);
  const outlook = embeddedOutlook({ profiles });
  let server: BridgeHost | undefined;
  try {
    server = serve(outlook);
    return await firstValueFrom(
      merge(
        ending$(unread$()), // first: a reader of the following output may send a signal
        lost$(server),
        announced$(profiles),
        shown$(profiles),
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

function readScript(file: string, profiles: readonly string[]): Script {
  let text: string;
  try {
    text = decoded(readFileSync(file));
  } catch (error) {
    throw new Failure(`cannot read the script: ${messageOf(error)}`, exitCodes.usage, error);
  }
  return parseScript(text, file, profiles);
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

function announced$(profiles: readonly string[]): Observable<never> {
  return defer(() => {
    say(`Serving ${listed(profiles)} over the bridge, as process ${String(process.pid)}.`);
    say('Watch from another terminal:  npx rx-outlook watch --backend bridge');
    say(`Change them here:             ${instructions}`);
    return EMPTY;
  });
}

function shown$(profiles: readonly string[]): Observable<never> {
  const width = widthOf(profiles);
  return from(profiles).pipe(
    mergeMap((profile) =>
      changes$(
        profile,
        connectionState$(profile, { backend: 'embedded' }).pipe(
          map((state) => ({ state, since: Date.now() })),
          timed,
        ),
        true,
      ),
    ),
    tap((change) => {
      tell({ about: change.profile, line: (skipped) => plainLine(change, { width, skipped }) });
    }),
    ignoreElements(),
  );
}
