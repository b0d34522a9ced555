import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { backendNames } from '../lib/arguments.js';
import { packageRoot } from '../lib/binary.cjs';
import {
  type HostArguments,
  parseMilliseconds,
  parseProfile,
  type WatchArguments,
} from './arguments.js';
import { exitCodes } from './exitCodes.js';
import { helpOfAll, helpOfHost, helpOfWatch } from './help.js';

/** What the command does, each resolving with the exit code. */
export interface Actions {
  readonly host: (args: HostArguments) => Promise<number>;
  readonly watch: (args: WatchArguments) => Promise<number>;
}

/** Loaded when they are needed: help and refusals need neither RxJS nor the binary. */
const actions: Actions = {
  host: async (args) => (await import('./host.js')).host(args),
  watch: async (args) => (await import('./watch.js')).watch(args),
};

/** Does what the command line asks for; resolves with the exit code. */
export async function runProgram(
  args: readonly string[],
  { host, watch }: Actions = actions,
): Promise<number> {
  let code: number = exitCodes.ended;
  const program = new Command('rx-outlook')
    .description("Outlook's connection states on the command line.")
    .version(version(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', helpOfAll)
    .showHelpAfterError('--help shows how.')
    .configureOutput({
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'rx-outlook: '));
      },
    })
    .exitOverride();

  program
    .command('host')
    .summary('serve profiles of an embedded Outlook to other processes')
    .description(
      'Serves profiles of an embedded Outlook over the bridge, to every process of this user: ' +
        'for developing against several processes, on any platform, without an Outlook.',
    )
    .addOption(
      new Option('-p, --profile <name...>', 'the profiles to serve, all online at first')
        .argParser(parseProfile)
        .makeOptionMandatory(),
    )
    .option('-s, --script <file>', 'play the changes in this file')
    .addHelpText('after', helpOfHost)
    .action(async (options: HostArguments) => {
      code = await host(options);
    });

  program
    .command('watch')
    .summary('show the states of profiles, live')
    .description('Shows the states of profiles, live: one line for each that changes.')
    .addOption(
      new Option('-p, --profile <name...>', 'the profiles to watch; all by default').argParser(
        parseProfile,
      ),
    )
    .addOption(
      new Option('-b, --backend <name>', 'where the states come from').choices(backendNames),
    )
    .option(
      '-d, --debounce <ms>',
      'show offline only once it has lasted that long, in milliseconds',
      parseMilliseconds,
    )
    .option('-j, --json', 'one JSON object a line')
    .addHelpText('after', helpOfWatch)
    .action(async (options: WatchArguments) => {
      code = await watch(options);
    });

  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ended : exitCodes.usage;
  }
  return code;
}

function version(): string {
  const manifest = readFileSync(join(packageRoot(__dirname), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
