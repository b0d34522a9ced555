/// <reference lib="esnext.disposable" preserve="true" />
import { checkProfile, checkState } from '../lib/arguments.js';
import type { EmbeddedProfile } from '../lib/binary.cjs';
import { environment } from '../lib/environment.js';
import { invalidArgValue } from '../lib/errors.js';
import { inspected, inspection, type InspectArguments } from '../lib/inspection.js';
import { stateBits } from '../lib/states.js';
import { askEmbedded } from './askEmbedded.js';
import {
  checkAccount,
  checkAccountType,
  checkCall,
  checkCapabilities,
  checkInteger,
  checkRawNotification,
  checkSteps,
} from './checks.js';
import { makeFlood } from './flood.js';
import { MadeProfiles } from './madeProfiles.js';
import { serveEmbedded } from './serve.js';
import type { EmbeddedOutlook } from './controls.js';
import type {
  AccountOptions,
  AddAccountOptions,
  BridgeHost,
  Counters,
  Flood,
  FloodOptions,
  Hold,
  OfflineCall,
  PlayStep,
  RawNotification,
} from './types.js';
import type { Capabilities } from '../lib/openOfflineObject.js';
import type { ConnectionState } from '../lib/types.js';

/** Controls the profiles that one call has made, and plays their mail servers. */
export class Handle implements EmbeddedOutlook {
  readonly #inbox = environment();
  readonly #made: MadeProfiles;

  /** `profiles`: the names of the accounts of each. */
  constructor(profiles: ReadonlyMap<string, readonly string[]>, isShared: boolean) {
    this.#made = new MadeProfiles(this.#inbox, isShared);
    try {
      for (const [name, accounts] of profiles) {
        this.addProfile(name);
        for (const account of accounts) this.addAccount(name, account);
      }
    } catch (error) {
      this.#made.remove(); // ends no streams: they belong to other handles' profiles of these names
      throw error;
    }
  }

  get profiles(): readonly string[] {
    return this.#made.names;
  }

  addProfile(profile: string): void {
    this.#made.add(profile);
  }

  removeProfile(profile: string): void {
    this.#made.get(profile).end();
  }

  accounts(profile: string): readonly string[] {
    return this.#made.get(profile).accounts;
  }

  addAccount(profile: string, account: string, options?: AddAccountOptions): string {
    return this.#made.addAccount(profile, account, checkAccountType(options));
  }

  removeAccount(profile: string, account: string): void {
    this.#made.getOpen(profile).remove(checkProfile(account, 'account'));
  }

  renameAccount(profile: string, account: string, name: string): string {
    return this.#made.renameAccount(profile, account, name);
  }

  setState(profile: string, state: ConnectionState, options?: AccountOptions): Promise<void> {
    return this.#play([
      { profile, state: checkState(state), account: checkAccount(options, profile) },
    ]);
  }

  setRawState(profile: string, bits: number, options?: AccountOptions): void {
    this.#object(profile, options).setRawState(checkInteger(bits, 'bits', 0, 0xffff_ffff));
  }

  setCapabilities(profile: string, capabilities: Capabilities, options?: AccountOptions): void {
    this.#object(profile, options).setCapabilities(checkCapabilities(capabilities));
  }

  play(steps: readonly PlayStep[]): Promise<void> {
    return this.#play(checkSteps(steps));
  }

  flood(profile: string, options?: FloodOptions): Flood {
    return makeFlood(this.#inbox, this.#object(profile, options), options);
  }

  failNext(call: OfflineCall, hresult: number, profile?: string, options?: AccountOptions): void {
    const index = checkCall(call, this.#inbox.binary.embeddedCalls);
    const code = checkInteger(hresult, 'hresult', -0x8000_0000, 0xffff_ffff) | 0;
    if (code >= 0)
      throw invalidArgValue('hresult', 'must be a failure, 0x80000000 or above', hresult);
    const planner = this.#made.planner(profile, checkAccount(options, profile));
    planner.failNext(profile === undefined, index, code);
  }

  holdNext(call: OfflineCall, profile?: string, options?: AccountOptions): Hold {
    const index = checkCall(call, this.#inbox.binary.embeddedCalls);
    const group = profile === undefined;
    const native = this.#made.planner(profile, checkAccount(options, profile));
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

  notifyRaw(
    profile: string,
    notification: RawNotification,
    options?: AccountOptions,
  ): Promise<void> {
    const native = this.#object(profile, options);
    const { type, mask, previous, current, size } = checkRawNotification(notification);
    return askEmbedded(this.#inbox, (request) => {
      native.notifyRaw(request, type, mask, previous, current, size);
    }).then(() => undefined);
  }

  duringAdvise(profile: string, state: ConnectionState, options?: AccountOptions): void {
    this.#object(profile, options).duringAdvise(stateBits[checkState(state)]);
  }

  duringUnadvise(profile: string, state: ConnectionState, options?: AccountOptions): void {
    this.#object(profile, options).duringUnadvise(stateBits[checkState(state)]);
  }

  registrations(profile?: string, options?: AccountOptions): number {
    return this.counters(profile, options).registrations;
  }

  counters(profile?: string, options?: AccountOptions): Counters {
    const account = checkAccount(options, profile);
    if (profile === undefined) return this.#made.counters();
    return this.#made.get(profile).object(account).counters();
  }

  async settled(): Promise<void> {
    const { binary } = this.#inbox;
    const index = binary.backends.indexOf('embedded');
    const settle = (): Promise<unknown> =>
      askEmbedded(this.#inbox, (request) => binary.settle(index, request));
    // Deliveries before the first answer may subscribe again, as a status does: so a second one.
    await settle();
    await settle();
  }

  serve(): BridgeHost {
    this.#made.checkOpen();
    return serveEmbedded(this.#inbox);
  }

  close(): void {
    this.#made.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return this.settled();
  }

  [inspection](...how: InspectArguments): string {
    return inspected('EmbeddedOutlook', { profiles: this.profiles }, ...how);
  }

  #object(profile: string, options: AccountOptions | undefined): EmbeddedProfile {
    return this.#made.getOpen(profile).object(checkAccount(options, profile));
  }

  #play(steps: readonly PlayStep[]): Promise<void> {
    const played = new Map<EmbeddedProfile, { delays: number[]; states: number[] }>();
    for (const { at = 0, profile, account, state } of steps) {
      const native = this.#made.getOpen(profile).object(account);
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
}
