import { checkProfile } from '../lib/arguments.js';
import type { EmbeddedProfile } from '../lib/binary.cjs';
import type { AccountType } from '../lib/types.js';
import { invalidArgValue } from '../lib/errors.js';
import type { Inbox } from '../lib/inbox.js';
import { addCounters, noCounters } from './counters.js';
import { MadeProfile } from './madeProfile.js';
import type { Counters } from './types.js';

const backend = 'embedded';

/** The parts of the inbox that making profiles needs. */
export type ProfileHost = Pick<Inbox, 'binary' | 'realm' | 'added' | 'closeProfile'>;

/** The profiles that one handle has made, by name, until it is closed. */
export class MadeProfiles {
  readonly #host: ProfileHost;
  readonly #isShared: boolean;
  readonly #profiles = new Map<string, MadeProfile>();
  /** The first profile; its group keeps the plans of all. */
  #leader: EmbeddedProfile | undefined;
  #isClosed = false;

  constructor(host: ProfileHost, isShared: boolean) {
    this.#host = host;
    this.#isShared = isShared;
  }

  get names(): readonly string[] {
    return [...this.#profiles.keys()];
  }

  add(profile: string): void {
    const name = checkProfile(profile);
    this.checkOpen();
    const created = this.#create(name);
    this.#leader ??= created;
    this.#profiles.set(name, new MadeProfile(this.#host.binary, name, created));
    this.#host.added(backend, { profile: name });
  }

  /** Returns the name that the account has received. */
  addAccount(profile: string, account: string, type: AccountType): string {
    const name = this.getOpen(profile).add(checkProfile(account, 'account'), type);
    this.#host.added(backend, { profile, account: name });
    return name;
  }

  /** Returns the name that the account has received. */
  renameAccount(profile: string, account: string, wanted: string): string {
    const name = this.getOpen(profile).rename(checkProfile(account, 'account'), wanted);
    this.#host.added(backend, { profile, account: name });
    return name;
  }

  /** Returns a profile of this handle, removed or not. */
  get(profile: string): MadeProfile {
    const known = this.#profiles.get(checkProfile(profile));
    if (known === undefined) {
      throw invalidArgValue('profile', `must be one of this embeddedOutlook's`, profile);
    }
    return known;
  }

  /** Does the same, and throws after `close`. */
  getOpen(profile: string): MadeProfile {
    const known = this.get(profile);
    this.checkOpen();
    return known;
  }

  /** Counts of every profile and account. */
  counters(): Counters {
    return [...this.#profiles.values()]
      .map((made) => made.counters())
      .reduce(addCounters, noCounters);
  }

  /** Returns the object that keeps a plan; a plan without a profile applies to the whole group. */
  planner(profile: string | undefined, account: string | undefined): EmbeddedProfile {
    if (profile !== undefined) return this.getOpen(profile).object(account);
    this.checkOpen();
    if (this.#leader === undefined) {
      throw new Error('This embeddedOutlook has no profile yet: there is no call to plan for.');
    }
    return this.#leader;
  }

  checkOpen(): void {
    if (!this.#isClosed) return;
    throw new Error(
      'This embeddedOutlook is closed and its profiles are removed: make another one with embeddedOutlook.',
    );
  }

  /** Ends the streams of the profiles in this realm, and removes the profiles. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const [name, { native }] of this.#profiles) {
      if (!native.isHidden(this.#host.realm)) this.#host.closeProfile(backend, name);
    }
    this.remove();
  }

  /** Removes the profiles and releases their holds; ends no streams. */
  remove(): void {
    // Removes first: a call that is released then finds its profile gone, never alive.
    for (const { native } of this.#profiles.values()) native.remove();
    this.#leader?.releaseAll(true);
  }

  #create(name: string): EmbeddedProfile {
    const { binary, realm } = this.#host;
    try {
      return new binary.EmbeddedProfile(name, this.#isShared ? undefined : realm, this.#leader);
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== 'EEXIST') throw cause;
      throw new Error(
        `The embedded Outlook has a profile "${name}" already, which is ` +
          (this.#isShared ? 'shared in this process.' : 'of this thread, or of this test file.') +
          ' Close the handle that made it (await using, or finally), or choose another name.',
        { cause },
      );
    }
  }
}
