import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import type { IClientOptions } from 'mqtt';
import type { BackendName } from 'rx-outlook';
import { UsageError, usageError } from '../shared/usage.js';

export const usage = `Usage: npx tsx agent.ts --broker URL --site NAME [options]

Publishes the connection state of every profile and account of this machine.
Ctrl-C ends it.

  npx tsx agent.ts --broker mqtts://broker.example.org --site berlin

Options:
      --broker URL          mqtt:, mqtts:, ws: or wss:
      --site NAME           the site of this machine
      --machine NAME        the name of this machine; its host name by default
      --user NAME           the user at the broker; the machine's name by default
      --password-file FILE  has the password; without it RX_OUTLOOK_FLEET_PASSWORD
      --ca FILE             the certificate that signed the broker's, as PEM
      --keepalive SECONDS   60; after half as long again the broker sends the last will
      --profile NAME        one profile instead of all; may be repeated
      --backend NAME        auto, bridge, msmapi, automation or embedded
  -h, --help                show this
`;

export interface Arguments {
  readonly broker: string;
  readonly site: string;
  readonly machine: string;
  readonly connection: IClientOptions;
  readonly profiles: readonly string[] | undefined;
  readonly backend: BackendName | undefined;
}

/** Parses the command line, `undefined` for help; throws a {@link UsageError} when it is wrong. */
export function parseArguments(args: readonly string[]): Arguments | undefined {
  const values = split(args);
  if (values.help) return undefined;
  const { broker, site, machine = hostname(), user = machine, ca, backend, profile } = values;
  if (broker === undefined || !/^(mqtts?|wss?):\/\/./.test(broker)) {
    throw new UsageError('--broker must be a URL such as mqtts://broker.example.org');
  }
  if (!site) throw new UsageError('--site must name the site of this machine');
  const keepalive = Number(values.keepalive);
  if (!(keepalive >= 1 && keepalive <= 65_535)) {
    throw new UsageError('--keepalive must be from 1 to 65535 seconds');
  }
  const file = values['password-file'];
  const password =
    file === undefined ? process.env['RX_OUTLOOK_FLEET_PASSWORD'] : read(file).trimEnd();
  return {
    broker,
    site,
    machine,
    connection: {
      keepalive,
      ...(password !== undefined && { username: user, password }),
      ...(ca !== undefined && { ca: read(ca) }),
    },
    profiles: profile,
    // The package checks the name, and its error lists them all.
    backend: backend as BackendName | undefined,
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${String(error)}`);
  }
}

function split(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        broker: { type: 'string' },
        site: { type: 'string' },
        machine: { type: 'string' },
        user: { type: 'string' },
        'password-file': { type: 'string' },
        ca: { type: 'string' },
        keepalive: { type: 'string', default: '60' },
        profile: { type: 'string', multiple: true },
        backend: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw usageError(error);
  }
}
