// A process of simulated desktops. Each has an agent and a profile of its own; all profiles are of one embedded Outlook,
// where a machine's name stands before the profile's.
import { map } from 'rxjs';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { Agent } from '../agent/agent.js';
import { snapshots$ } from '../agent/snapshots.js';
import type { Command, Config, Desktop } from './protocol.js';

const here = (desktop: Desktop): string => `${desktop.machine}/${desktop.profile}`;

class Desktops {
  readonly #desktops: readonly Desktop[];
  readonly #outlook: EmbeddedOutlook;
  readonly #agents: readonly Agent[];

  constructor({ desktops, broker, keepalive }: Config) {
    this.#desktops = desktops;
    const profiles = desktops.map((desktop) => [here(desktop), desktop.accounts] as const);
    this.#outlook = embeddedOutlook({ profiles: Object.fromEntries(profiles) });
    this.#agents = desktops.map((desktop) => {
      const { site, machine, profile, password } = desktop;
      const snapshot$ = snapshots$({ profiles: [here(desktop)], backend: 'embedded' }).pipe(
        map((snapshot) =>
          snapshot.map(([connection, status]) => [{ ...connection, profile }, status] as const),
        ),
      );
      const login = password === undefined ? {} : { username: machine, password };
      const report = (problem: string): void => {
        process.stderr.write(`${machine}: ${problem}\n`);
      };
      const connection = { keepalive, ...login };
      return new Agent({ broker, site, machine, connection, report }, snapshot$);
    });
  }

  async obey(command: Command): Promise<void> {
    switch (command.do) {
      case 'set': {
        const { profile, state, account } = command;
        await this.#outlook.setState(profile, state, { account });
        return;
      }
      case 'add':
        this.#outlook.addAccount(command.profile, command.account);
        return;
      case 'remove':
        this.#outlook.removeAccount(command.profile, command.account);
        return;
      case 'change':
        for (const desktop of this.#desktops) {
          for (const account of desktop.accounts) {
            await this.#outlook.setState(here(desktop), command.state, { account });
          }
        }
        return;
      case 'end':
        await Promise.all(this.#agents.map((agent) => agent.end()));
        this.#outlook.close();
    }
  }
}

let desktops: Desktops | undefined;

// The first message is the configuration: a command line has no room for thousands of desktops.
process.on('message', (message: Config | Command) => {
  if (!('id' in message)) desktops = new Desktops(message);
  else void desktops?.obey(message).then(() => process.send?.({ done: message.id }));
});

/** A process whose starter has ended must not stay. */
process.on('disconnect', () => process.exit());
// The starter gets the Ctrl-C of the terminal as well, and ends this process in order.
process.on('SIGINT', () => undefined);
