import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { backendNames } from '../lib/arguments.js';
import {
  type FindingsArguments,
  type HostArguments,
  parseAccount,
  parseMilliseconds,
  parseProfile,
  parseServedProfile,
  servedAccount,
  type WatchArguments,
  watchedAccount,
} from './arguments.js';
import { exitCodes } from './exitCodes.js';
import { helpOfAddin, helpOfAll, helpOfDoctor, helpOfHost, helpOfWatch } from './help.js';
import type { NamedAccount } from './named.js';
import { version } from './version.js';

/** The commands; each resolves with the exit code. */
export interface Actions {
  readonly host: (args: HostArguments) => Promise<number>;
  readonly watch: (args: WatchArguments) => Promise<number>;
  readonly install: () => Promise<number>;
  readonly uninstall: () => Promise<number>;
  readonly status: (args: FindingsArguments) => Promise<number>;
  readonly doctor: (args: FindingsArguments) => Promise<number>;
}

/** Loaded on demand: help and refusals need neither RxJS nor the binary. */
const actions: Actions = {
  host: async (args) => (await import('./host.js')).host(args),
  watch: async (args) => (await import('./watch.js')).watch(args),
  install: async () => (await import('./addin/install.js')).install(),
  uninstall: async () => (await import('./addin/uninstall.js')).uninstall(),
  status: async (args) => (await import('./addin/status.js')).status(args),
  doctor: async (args) => (await import('./doctor.js')).doctor(args),
};

const accountOption = '-a, --account <name...>';

/** Before its accounts are divided: another option may have the profiles. */
type Parsed<Arguments> = Omit<Partial<Arguments>, 'account'> & {
  readonly account?: readonly string[];
};

/** Divides each account, or refuses the command line; nothing where there are none. */
function divided(
  texts: readonly string[] | undefined,
  divide: (text: string) => NamedAccount,
  command: Command,
): { account?: readonly NamedAccount[] } {
  if (texts === undefined) return {};
  return {
    account: texts.map((text) => {
      try {
        return divide(text);
      } catch (error) {
        if (!(error instanceof InvalidArgumentError)) throw error;
        const what = `error: option '${accountOption}' argument '${text}' is invalid.`;
        return command.error(`${what} ${error.message}`);
      }
    }),
  };
}

/** Runs the command line; resolves with the exit code. */
export async function runProgram(
  args: readonly string[],
  { host, watch, install, uninstall, status, doctor }: Actions = actions,
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
      new Option(
        '-p, --profile <name...>',
        'the profiles to serve, all online at first; at least one',
      ).argParser(parseServedProfile),
    )
    .addOption(
      new Option(
        accountOption,
        'accounts of these profiles, online too, each as PROFILE/ACCOUNT',
      ).argParser(parseAccount),
    )
    .option('-s, --script <file>', 'play the changes in this file')
    .addHelpText('after', helpOfHost)
    .action(async ({ profile, account, ...options }: Parsed<HostArguments>, command: Command) => {
      // Not makeOptionMandatory: its error would precede that of an unknown option.
      if (profile === undefined) {
        command.error("error: option '-p, --profile <name...>' is missing: which profiles?");
      }
      const accounts = divided(account, (text) => servedAccount(text, profile), command);
      code = await host({ profile, ...accounts, ...options });
    });

  program
    .command('watch')
    .summary('show the states of profiles and accounts, live')
    .description('Shows the states of profiles and accounts, live: one line for each that changes.')
    .addOption(
      new Option('-p, --profile <name...>', 'the profiles to watch; all by default').argParser(
        parseProfile,
      ),
    )
    .addOption(
      new Option(accountOption, 'accounts to watch instead, each as PROFILE/ACCOUNT')
        .argParser(parseAccount)
        .conflicts('accounts'),
    )
    .option('-A, --accounts', 'show the accounts of each profile, too')
    .addOption(new Option('-b, --backend <name>', 'the source of the states').choices(backendNames))
    .option(
      '-d, --debounce <ms>',
      'show offline only after it has lasted that long, in milliseconds',
      parseMilliseconds,
    )
    .option('--show-backend', 'name the backend that has answered')
    .option('-j, --json', 'one JSON object a line')
    .addHelpText('after', helpOfWatch)
    .action(async ({ account, ...options }: Parsed<WatchArguments>, command: Command) => {
      const accounts = divided(account, (text) => watchedAccount(text, options.profile), command);
      code = await watch({ ...options, ...accounts });
    });

  const addin = program
    .command('addin')
    .summary("manage Outlook's add-in (Windows)")
    .description('Manages the add-in of classic Outlook, for this user of Windows.')
    .addHelpText('after', helpOfAddin);
  addin
    .command('install')
    .summary('install it, or update it to this version')
    .description('Installs the add-in for this user, or updates it to the version of this package.')
    .action(async () => {
      code = await install();
    });
  addin
    .command('uninstall')
    .summary('remove it')
    .description('Removes what install has written and copied.')
    .action(async () => {
      code = await uninstall();
    });
  addin
    .command('status')
    .summary('report the state of the add-in, with remedies')
    .description('Reports the state of the add-in, with remedies.')
    .option('-j, --json', 'as JSON')
    .action(async (options: FindingsArguments) => {
      code = await status(options);
    });

  program
    .command('doctor')
    .summary('run every check')
    .description('Runs every check; each has a line and, where there is one, a remedy.')
    .option('-j, --json', 'as JSON')
    .addHelpText('after', helpOfDoctor)
    .action(async (options: FindingsArguments) => {
      code = await doctor(options);
    });

  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ended : exitCodes.usage;
  }
  return code;
}
