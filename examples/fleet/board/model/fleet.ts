import { decode } from '../../shared/messages.js';
import { parseTopic } from '../../shared/topics.js';
import { Machine } from './machine.js';
import { byName } from './rows.js';
import { Site } from './site.js';

/** All that the messages of the agents say. `changed` is called after each change, and often: it must be cheap. */
export class Fleet {
  readonly sites = new Map<string, Site>();
  /** Topics and payloads that are none of a fleet's. */
  strange = 0;
  /** Messages since the start. */
  messages = 0;
  readonly #changed: () => void;
  #ordered: readonly Machine[] | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  *machines(): Generator<Machine> {
    for (const site of this.sites.values()) yield* site.machines.values();
  }

  /** All machines in the order of their names. */
  get ordered(): readonly Machine[] {
    return (this.#ordered ??= byName(this.machines()));
  }

  /** Takes a message of the broker; one without a payload removes what the topic was about. */
  take(topic: string, payload: Uint8Array): void {
    this.messages += 1;
    const address = parseTopic(topic);
    const message = payload.length === 0 ? undefined : decode(payload);
    if (address === undefined || (message === undefined && payload.length > 0)) {
      this.strange += 1;
      return;
    }
    const { site, machine, connection } = address;
    let known = this.sites.get(site)?.machines.get(machine);
    if (known === undefined) {
      if (message === undefined) return;
      known = new Machine({ site, machine }, this.#changed);
      this.#site(site).add(known);
      this.#ordered = undefined;
    }
    if (connection === undefined) known.takeAgent(message);
    else known.take(connection, message);
    if (known.isEmpty) this.#remove(known);
    this.#changed();
  }

  /** Hands new sets of machines to the merges of their sites. */
  flush(): void {
    for (const site of this.sites.values()) site.flush();
  }

  /** The board has connected: each agent must be heard again. */
  connected(): void {
    for (const machine of this.machines()) machine.isHeard = false;
  }

  /** A while after that: a broker that has lost all says nothing of agents that are gone. */
  silence(): void {
    for (const machine of this.machines()) if (!machine.isHeard) machine.silence();
  }

  close(): void {
    for (const site of this.sites.values()) site.close();
    this.sites.clear();
    this.#ordered = undefined;
  }

  #site(name: string): Site {
    const known = this.sites.get(name);
    if (known !== undefined) return known;
    const site = new Site(name, this.#changed);
    this.sites.set(name, site);
    return site;
  }

  #remove(machine: Machine): void {
    this.#ordered = undefined;
    const site = this.sites.get(machine.name.site);
    site?.remove(machine);
    if (site?.machines.size !== 0) return;
    site.close();
    this.sites.delete(machine.name.site);
  }
}
