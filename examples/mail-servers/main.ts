import { firstValueFrom, ignoreElements, merge, tap } from 'rxjs';
import { embeddedOutlook } from 'rx-outlook/testing';
import { ending$, writeError$ } from '../../cli/ending.js';
import { tolerateWriteErrors } from '../../cli/standardStreams.js';
import { type Arguments, parseArguments, profile, usage, UsageError } from './arguments.js';
import { startDemoServers } from './demoServers.js';
import { jsonLine, plainLine } from './lines.js';
import { LiveView } from './liveView.js';
import { summaries$ } from './summaries.js';
import { lineView } from './view.js';

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args);
  if (parsed.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (parsed.servers.length > 0) return watch(parsed);
  const demo = await startDemoServers();
  try {
    return await watch({ ...parsed, servers: demo.servers });
  } finally {
    await demo.close();
  }
}

/** Shows the states of the accounts until the end; resolves with the exit code. */
async function watch({ servers, json, seconds }: Arguments): Promise<number> {
  const accounts = servers.map(({ name }) => name);
  const outlook = embeddedOutlook({ profiles: { [profile]: accounts } });
  // Some terminals do not report their size: a live view cannot be drawn on them.
  const live = process.stdout.isTTY && process.stdout.columns > 0 && !json;
  const view = live ? new LiveView(accounts) : lineView(json ? jsonLine : plainLine);
  let errors: ReadonlyMap<string, unknown> = new Map();
  const shown$ = summaries$(servers, (account, state) => {
    view.glimpse(account, state);
  }).pipe(
    tap((summary) => {
      view.show(summary);
      errors = summary.errors;
    }),
    ignoreElements(),
  );

  const code = await firstValueFrom(merge(ending$(writeError$(), seconds), shown$)).finally(() => {
    view.close();
  });

  await outlook.settled();
  const left = outlook.registrations();
  outlook.close();
  const complaints = [...errors].map(([account, error]) => `${account}: ${String(error)}`);
  if (left > 0) complaints.push(`${left} registrations are left behind`);
  for (const complaint of complaints) complain(complaint);
  return complaints.length > 0 ? 1 : code;
}

function complain(what: string): void {
  process.stderr.write(`mail-servers: ${what}\n`);
}

tolerateWriteErrors(complain);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  complain(`${error.message}; --help shows how`);
  process.exitCode = 2;
}
