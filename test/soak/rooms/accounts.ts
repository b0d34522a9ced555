import { accounts$, type ConnectionState, mergeConnectionStates } from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { map } from 'rxjs';
import type { Means } from '../place.js';
import { Watched } from '../watched.js';
import type { Room } from './room.js';

const backend = 'embedded';
const profile = 'Accounts';
const most = 40;
const mostActions = 12;
const states = ['online', 'offline'] as const;

/** The states of a merge as text, in the order of the names. */
function textOf(of: Iterable<readonly [string, string]>): string {
  return [...of]
    .map(([name, state]) => `${name} ${state}`)
    .sort()
    .join();
}

/** Accounts of one profile that come, go, change and are renamed, below merges that follow them all. */
export class AccountsRoom implements Room {
  readonly name = 'accounts';
  readonly #means: Means;
  #outlook: EmbeddedOutlook | undefined;
  /** The own state of each account, by its name. */
  readonly #own = new Map<string, ConnectionState>();
  #profile: ConnectionState = 'online';
  #made = 0;
  /** From the first round to the last, so that it has one registration for each account. */
  #merge: Watched<string> | undefined;

  constructor(means: Means) {
    this.#means = means;
  }

  get #there(): EmbeddedOutlook {
    if (this.#outlook === undefined) throw new Error('the room is not open');
    return this.#outlook;
  }

  async open(): Promise<void> {
    this.#outlook = embeddedOutlook({ profiles: [profile], shared: true });
    for (let i = 0; i < most / 2; ++i) this.#add();
    this.#merge = this.#watch();
    await this.#inspect();
  }

  async round(): Promise<void> {
    const { random, load } = this.#means;
    const others = Array.from({ length: random.between(0, 2) }, () => this.#watch());
    for (let left = random.between(1, mostActions); left > 0; --left) {
      await this.#act(random.pick(['add', 'remove', 'rename', 'change', 'profile', 'flood']));
    }
    for (const other of others) other.end();
    await this.#inspect();
    load.rounds += 1;
  }

  async close(): Promise<void> {
    this.#merge?.end();
    const outlook = this.#there;
    await outlook.settled();
    const { registrations, references } = outlook.counters();
    const left = () => 'registrations and references on accounts that nobody follows';
    this.#means.checker.equal('references', [registrations, references], [0, 0], left);
    outlook.close();
  }

  async #act(what: 'add' | 'remove' | 'rename' | 'change' | 'profile' | 'flood'): Promise<void> {
    if (what === 'add') this.#add();
    else if (what === 'remove') this.#remove();
    else if (what === 'rename') this.#rename();
    else if (what === 'change') await this.#change();
    else if (what === 'profile') await this.#changeProfile();
    else await this.#flood();
  }

  #watch(): Watched<string> {
    this.#means.load.subscriptions += 1;
    const merged$ = mergeConnectionStates(accounts$(profile, { backend }));
    const text$ = merged$.pipe(map((summary) => textOf(summary.states)));
    return new Watched('a merge of accounts', text$, this.#means.checker);
  }

  #add(): void {
    if (this.#own.size === most) return;
    const name = `account ${String(++this.#made)}`;
    this.#means.note(`add ${name}`);
    this.#there.addAccount(profile, name);
    this.#own.set(name, 'online');
  }

  #remove(): void {
    const [name] = this.#means.random.some(this.#own.keys(), 1);
    if (name === undefined) return;
    this.#means.note(`remove ${name}`);
    this.#means.load.removals += 1;
    this.#there.removeAccount(profile, name);
    this.#own.delete(name);
  }

  #rename(): void {
    const [name] = this.#means.random.some(this.#own.keys(), 1);
    if (name === undefined) return;
    const next = `renamed ${String(++this.#made)}`;
    this.#means.note(`rename ${name} to ${next}`);
    this.#there.renameAccount(profile, name, next);
    this.#own.set(next, this.#own.get(name)!);
    this.#own.delete(name);
  }

  async #change(): Promise<void> {
    const { random, load, note } = this.#means;
    const [account] = random.some(this.#own.keys(), 1);
    if (account === undefined) return;
    const state = random.pick(states);
    note(`change ${account} to ${state}`);
    load.changes += 1;
    this.#own.set(account, state);
    await this.#there.setState(profile, state, { account });
  }

  async #changeProfile(): Promise<void> {
    const { random, load, note } = this.#means;
    this.#profile = random.pick(states);
    note(`change the profile to ${this.#profile}`);
    load.changes += 1;
    await this.#there.setState(profile, this.#profile);
  }

  /** An even number of changes: the account has its own state again afterwards. */
  async #flood(): Promise<void> {
    const { random, load, note } = this.#means;
    const [account] = random.some(this.#own.keys(), 1);
    if (account === undefined || this.#profile === 'offline') return;
    const changes = 2 * random.between(1, 5_000);
    note(`flood ${account} with ${String(changes)} changes`);
    load.changes += changes;
    await this.#there.flood(profile, { changes, threads: random.between(1, 3), account }).done;
  }

  async #inspect(): Promise<void> {
    const { checker } = this.#means;
    const outlook = this.#there;
    const expected = textOf(
      [...this.#own].map(([name, own]) => [name, this.#profile === 'offline' ? 'offline' : own]),
    );
    const merge = this.#merge!;
    await merge.until(() => merge.last === expected);
    await outlook.settled();
    checker.equal('lastState', merge.last, expected, () => 'the merge of the accounts');
    for (const account of this.#own.keys()) {
      const { registrations, references } = outlook.counters(profile, { account });
      checker.equal('registrations', [registrations, references], [1, 1], () => account);
    }
  }
}
