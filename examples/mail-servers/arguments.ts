import { parseArgs } from 'node:util';

/** Where a mail server listens. */
export interface Server {
  readonly host: string;
  readonly port: number;
}

/** The profile of the embedded Outlook that has all accounts. */
export const profile = 'Work';

/** A server, and the name of its account. */
export interface MailServer extends Server {
  readonly name: string;
}

export interface Arguments {
  /** Empty for the demo's own servers. */
  readonly servers: readonly MailServer[];
  readonly json: boolean;
  readonly help: boolean;
  readonly seconds: number | undefined;
}

/** Tells the user in one line what to change. */
export class UsageError extends Error {}

export const usage = `Usage: npm start -- [options] [host:port ...]

Watches mail servers as the accounts of one profile of Outlook: online while a
TCP connection stands, offline once it has been gone for two seconds. Without
servers it starts three of its own on this machine and takes them down and up.
Ctrl-C ends it.

  npm start -- imap.example.org:993 smtp.example.org:25 '[::1]:143'

Options:
      --json         one JSON object per change instead of the live view
      --seconds <n>  end after n seconds
  -h, --help         show this
`;

/** The longest delay of a timer is 2^31 - 1 milliseconds. */
const longest = 2_147_483;

/** Parses the command line; throws a {@link UsageError} when it is wrong. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = split(args);
  const servers = positionals.map(parseServer);
  const repeated = servers.find(
    ({ name }, i) => servers.findIndex((other) => other.name === name) < i,
  );
  if (repeated !== undefined) throw new UsageError(`${repeated.name} is given twice`);
  return {
    servers,
    json: values.json,
    help: values.help,
    seconds: values.seconds === undefined ? undefined : parseSeconds(values.seconds),
  };
}

function split(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        seconds: { type: 'string' },
      },
    });
  } catch (error) {
    // Node's message has several lines; its first sentence names the mistake.
    const [what = ''] = String(error instanceof Error ? error.message : error).split(/[.\n]/);
    throw new UsageError(what);
  }
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= longest)) {
    throw new UsageError(
      `--seconds must be a number above 0 and at most ${longest}, not ${JSON.stringify(text)}`,
    );
  }
  return seconds;
}

function parseServer(text: string): MailServer {
  const [, written, digits] = /^(\[[^\]]+\]|[^\s:[\]/\\?#@]+):(\d+)$/.exec(text) ?? [];
  const hostname = written === undefined ? '' : normalized(written);
  if (hostname === '') {
    throw new UsageError(
      `${JSON.stringify(text)} is not host:port, such as imap.example.org:993 or [::1]:143`,
    );
  }
  const port = Number(digits);
  if (!(port >= 1 && port <= 65_535)) {
    throw new UsageError(`the port of ${text} must be from 1 to 65535`);
  }
  return { name: `${hostname}:${port}`, host: hostname.replace(/^\[|\]$/g, ''), port };
}

/**
 * Returns the normal form of a host, so that a server given twice is found; in ASCII, so that each
 * character takes one cell of the terminal. Empty when no such host can exist.
 */
function normalized(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}
