/// <reference lib="esnext.disposable" preserve="true" />
import { checkProfile, checkState } from '../lib/arguments.js';
import type { EmbeddedProfile } from '../lib/binary.cjs';
import { environment } from '../lib/environment.js';
import { invalidArgValue } from '../lib/errors.js';
import { inspected, inspection, type InspectArguments } from '../lib/inspection.js';
import { stateBits } from '../lib/states.js';
import { askEmbedded } from './askEmbedded.js';
import {
  checkCall,
  checkCapabilities,
  checkInteger,
  checkRawNotification,
  checkSteps,
} from './checks.js';
import { makeFlood } from './flood.js';
import { serveEmbedded } from './serve.js';
import type {
  BridgeHost,
  Counters,
  EmbeddedOutlook,
  Flood,
  FloodOptions,
  Hold,
  OfflineCall,
  PlayStep,
  RawNotification,
} from './types.js';
import type { Capabilities } from '../lib/openOfflineObject.js';
import type { ConnectionState } from '../lib/types.js';

const backend = 'embedded';

const noCounts: Counters = {
  advises: 0,
  unadvises: 0,
  registrations: 0,
  references: 0,
  callingThreads: 0,
};

/** Controls the profiles that one call has made, and plays their mail servers. */
export class Handle implements EmbeddedOutlook {
  readonly #inbox = environment();
  readonly #isShared: boolean;
  readonly #profiles = new Map<string, EmbeddedProfile>();
  #leader: EmbeddedProfile | undefined;
  #closed = false;

  constructor(names: readonly string[], isShared: boolean) {
    this.#isShared = isShared;
    try {
      for (const name of names) this.addProfile(name);
    } catch (error) {
      this.#remove(); // ends no streams: they belong to others with these names
      throw error;
    }
  }

  get profiles(): readonly string[] {
    return [...this.#profiles.keys()];
  }

  addProfile(profile: string): void {
    const name = checkProfile(profile);
    this.#checkOpen();
    const { binary, realm } = this.#inbox;
    const { EmbeddedProfile } = binary;
    let created: EmbeddedProfile;
    try {
      created = new EmbeddedProfile(name, this.#isShared ? undefined : realm, this.#leader);
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== 'EEXIST') throw cause;
      throw new Error(
        `The embedded Outlook has a profile "${name}" already, which is ` +
          (this.#isShared ? 'shared in this process.' : 'of this thread, or of this test file.') +
          ' Close the handle that made it (await using, or finally), or choose another name.',
        { cause },
      );
    }
    this.#leader ??= created;
    this.#profiles.set(name, created);
    this.#inbox.addedProfile(backend, name);
  }

  removeProfile(profile: string): void {
    this.#profile(profile).remove();
  }

  setState(profile: string, state: ConnectionState): Promise<void> {
    return this.#play([{ profile, state: checkState(state) }]);
  }

  setRawState(profile: string, bits: number): void {
    this.#live(profile).setRawState(checkInteger(bits, 'bits', 0, 0xffff_ffff));
  }

  setCapabilities(profile: string, capabilities: Capabilities): void {
    this.#live(profile).setCapabilities(checkCapabilities(capabilities));
  }

  play(steps: readonly PlayStep[]): Promise<void> {
    return this.#play(checkSteps(steps));
  }

  flood(profile: string, options?: FloodOptions): Flood {
    return makeFlood(this.#inbox, this.#live(profile), options);
  }

  failNext(call: OfflineCall, hresult: number, profile?: string): void {
    const index = checkCall(call, this.#inbox.binary.embeddedCalls);
    const code = checkInteger(hresult, 'hresult', -0x8000_0000, 0xffff_ffff) | 0;
    if (code >= 0)
      throw invalidArgValue('hresult', 'must be a failure, 0x80000000 or above', hresult);
    this.#planner(profile).failNext(profile === undefined, index, code);
  }

  holdNext(call: OfflineCall, profile?: string): Hold {
    const index = checkCall(call, this.#inbox.binary.embeddedCalls);
    const group = profile === undefined;
    const native = this.#planner(profile);
    let hold = 0;
    const entered = askEmbedded(
      this.#inbox,
      (request) => {
        hold = native.holdNext(group, index, request);
      },
      { ref: false },
    );
    let held = true;
    const release = (): void => {
      if (held) native.release(group, index, hold);
      held = false;
    };
    return { entered: entered.then(() => undefined), release, [Symbol.dispose]: release };
  }

  notifyRaw(profile: string, notification: RawNotification): Promise<void> {
    const native = this.#live(profile);
    const { type, mask, previous, current, size } = checkRawNotification(notification);
    return askEmbedded(this.#inbox, (request) => {
      native.notifyRaw(request, type, mask, previous, current, size);
    }).then(() => undefined);
  }

  duringAdvise(profile: string, state: ConnectionState): void {
    this.#live(profile).duringAdvise(stateBits[checkState(state)]);
  }

  duringUnadvise(profile: string, state: ConnectionState): void {
    this.#live(profile).duringUnadvise(stateBits[checkState(state)]);
  }

  registrations(profile?: string): number {
    return this.counters(profile).registrations;
  }

  counters(profile?: string): Counters {
    const counted = profile === undefined ? [...this.#profiles.values()] : [this.#profile(profile)];
    return counted
      .map((native): Counters => native.counters())
      .reduce(
        (sum, one) => ({
          advises: sum.advises + one.advises,
          unadvises: sum.unadvises + one.unadvises,
          registrations: sum.registrations + one.registrations,
          references: sum.references + one.references,
          callingThreads: Math.max(sum.callingThreads, one.callingThreads),
        }),
        noCounts,
      );
  }

  async settled(): Promise<void> {
    const { binary } = this.#inbox;
    const index = binary.backends.indexOf(backend);
    const settle = (): Promise<unknown> =>
      askEmbedded(this.#inbox, (request) => binary.settle(index, request));
    // The first answer may come after a delivery that begins again, as a status does.
    await settle();
    await settle();
  }

  serve(): BridgeHost {
    this.#checkOpen();
    return serveEmbedded(this.#inbox);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { realm } = this.#inbox;
    for (const [name, native] of this.#profiles) {
      if (!native.isHidden(realm)) this.#inbox.closeProfile(backend, name);
    }
    this.#remove();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return this.settled();
  }

  #remove(): void {
    // Removes first: a call that is released then finds its profile gone, never alive.
    for (const native of this.#profiles.values()) native.remove();
    this.#leader?.releaseAll(true);
  }

  [inspection](...how: InspectArguments): string {
    return inspected('EmbeddedOutlook', { profiles: this.profiles }, ...how);
  }

  #play(steps: readonly PlayStep[]): Promise<void> {
    const played = new Map<EmbeddedProfile, { delays: number[]; states: number[] }>();
    for (const { at = 0, profile, state } of steps) {
      const native = this.#live(profile);
      const part = played.get(native) ?? { delays: [], states: [] };
      part.delays.push(at);
      part.states.push(stateBits[state]);
      played.set(native, part);
    }
    return Promise.all(
      [...played].map(([native, { delays, states }]) =>
        askEmbedded(this.#inbox, (request) => {
          native.change(request, delays, states);
        }),
      ),
    ).then(() => undefined);
  }

  #checkOpen(): void {
    if (!this.#closed) return;
    throw new Error(
      'This embeddedOutlook is closed and its profiles are removed: make another one with embeddedOutlook.',
    );
  }

  /** Returns a profile of an open handle. */
  #live(profile: string): EmbeddedProfile {
    const native = this.#profile(profile);
    this.#checkOpen();
    return native;
  }

  #profile(profile: string): EmbeddedProfile {
    const known = this.#profiles.get(checkProfile(profile));
    if (known === undefined) {
      throw invalidArgValue('profile', `must be one of this embeddedOutlook's`, profile);
    }
    return known;
  }

  /**
   * Returns the profile that keeps a plan: a plan of all profiles is kept by the first of them, for all.
   */
  #planner(profile: string | undefined): EmbeddedProfile {
    if (profile !== undefined) return this.#live(profile);
    this.#checkOpen();
    if (this.#leader === undefined) {
      throw new Error('This embeddedOutlook has no profile yet: there is no call to plan for.');
    }
    return this.#leader;
  }
}
