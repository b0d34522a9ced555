// A process of simulated desktops. Each has an agent and a profile of its own; all profiles are of one embedded Outlook,
// where a machine's name stands before the profile's.
import { once } from 'node:events';
import { map } from 'rxjs';
import { embeddedOutlook } from 'rx-outlook/testing';
import { Agent } from '../agent/agent.js';
import { snapshots$ } from '../agent/snapshots.js';
import type { Command, Config, Desktop } from './protocol.js';

// The first message: a command line has no room for thousands of desktops.
const [config] = (await once(process, 'message')) as [Config];
const here = (desktop: Desktop): string => `${desktop.machine}/${desktop.profile}`;

const outlook = embeddedOutlook({
  profiles: Object.fromEntries(config.desktops.map((desktop) => [here(desktop), desktop.accounts])),
});

const agents = config.desktops.map((desktop) => {
  const { site, machine, profile, password } = desktop;
  const snapshot$ = snapshots$({ profiles: [here(desktop)], backend: 'embedded' }).pipe(
    map((snapshot) =>
      snapshot.map(([connection, status]) => [{ ...connection, profile }, status] as const),
    ),
  );
  const { broker, keepalive } = config;
  const connection = { keepalive, ...(password !== undefined && { username: machine, password }) };
  const report = (problem: string): void => {
    process.stderr.write(`${machine}: ${problem}\n`);
  };
  return new Agent({ broker, site, machine, connection, report }, snapshot$);
});

/** A process whose starter has ended must not stay. */
process.on('disconnect', () => process.exit());
// The starter gets the Ctrl-C of the terminal as well, and ends this process in order.
process.on('SIGINT', () => undefined);

process.on('message', (command: Command) => {
  void obey(command).then(() => process.send?.({ done: command.id }));
});

async function obey(command: Command): Promise<void> {
  switch (command.do) {
    case 'set': {
      const { profile, state, account } = command;
      await outlook.setState(profile, state, { account });
      return;
    }
    case 'add':
      outlook.addAccount(command.profile, command.account);
      return;
    case 'remove':
      outlook.removeAccount(command.profile, command.account);
      return;
    case 'change': {
      const changes = config.desktops.flatMap((desktop) =>
        desktop.accounts.map((account) => ({ profile: here(desktop), account })),
      );
      for (const { profile, account } of changes) {
        await outlook.setState(profile, command.state, { account });
      }
      return;
    }
    case 'end':
      await Promise.all(agents.map((agent) => agent.end()));
      outlook.close();
  }
}
