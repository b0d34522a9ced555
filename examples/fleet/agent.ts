// npx tsx agent.ts: publishes the connection states of this machine's Outlook. --help lists the options.
import { Agent } from './agent/agent.js';
import { parseArguments, usage } from './agent/arguments.js';
import { snapshots$ } from './agent/snapshots.js';
import { UsageError } from './shared/usage.js';

function complain(what: string): void {
  process.stderr.write(`agent: ${what}\n`);
}

function main(args: readonly string[]): void {
  const parsed = parseArguments(args);
  if (parsed === undefined) {
    process.stdout.write(usage);
    return;
  }
  const { profiles, backend, ...where } = parsed;
  const agent = new Agent({ ...where, report: complain }, snapshots$({ profiles, backend }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void agent.end().finally(() => process.exit());
    });
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof TypeError)) throw error;
  complain(`${error.message}; --help lists the options`);
  process.exitCode = 2;
}
