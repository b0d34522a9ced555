import { parseArgs } from 'node:util';
import { UsageError, usageError } from '../shared/usage.js';

export const usage = `Usage: npm run fleet -- [options]

Shows simulated desktops on a board, through a broker, all on this machine.
Ctrl-C ends it.

Options:
      --machines <n>  how many desktops; 100
      --port <n>      the port of the page; 4173, or the next one that is free
  -h, --help          show this
`;

export interface DemoArguments {
  readonly machines: number;
  readonly port: number;
}

/** Parses the command line, `undefined` for help; throws a {@link UsageError} when it is wrong. */
export function parseDemoArguments(args: readonly string[]): DemoArguments | undefined {
  const { help, machines, port } = split(args);
  if (help) return undefined;
  return {
    machines: within('--machines', machines, 1, 2_000),
    port: within('--port', port, 1, 65_535),
  };
}

function within(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${name} must be a whole number from ${least} to ${most}, not ${text}`);
}

function split(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        machines: { type: 'string', default: '100' },
        port: { type: 'string', default: '4173' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw usageError(error);
  }
}
