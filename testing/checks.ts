import { accountTypes } from '../lib/accountTypes.js';
import { checkProfile, checkState } from '../lib/arguments.js';
import { checkObject, invalidArgType, invalidArgValue } from '../lib/errors.js';
import { stateBits } from '../lib/states.js';
import type { AccountType } from '../lib/types.js';
import type { PlayStep, RawNotification } from './types.js';

/** sizeof(MAPIOFFLINE_NOTIFY) and MAPIOFFLINE_STATE_OFFLINE_MASK. */
const notifySize = 24;
const offlineMask = 3;
const largestUlong = 0xffff_ffff;

export function checkInteger(value: unknown, name: string, least: number, most: number): number {
  if (typeof value !== 'number') throw invalidArgType(name, 'a number', value);
  if (!Number.isInteger(value) || value < least || value > most) {
    const range = `from ${String(least)} to ${String(most)}`;
    throw invalidArgValue(name, `must be an integer ${range}`, value);
  }
  return value;
}

/** Returns the names of the accounts of each profile. */
export function checkProfiles(profiles: unknown): ReadonlyMap<string, readonly string[]> {
  const name = 'options.profiles';
  if (Array.isArray(profiles)) {
    const names = checkNames(profiles, name);
    names.forEach((one, i) => {
      if (names.indexOf(one) === i) return;
      throw invalidArgValue(`${name}[${String(i)}]`, 'must not repeat a name', one);
    });
    return new Map(names.map((one) => [one, []]));
  }
  if (typeof profiles !== 'object' || profiles === null) {
    throw invalidArgType(name, 'an array of strings, or a record of such arrays', profiles);
  }
  return new Map(
    Object.entries(profiles).map(([profile, accounts]: [string, unknown]) => {
      const which = `${name}.${profile}`;
      if (!Array.isArray(accounts)) throw invalidArgType(which, 'an array of strings', accounts);
      return [checkProfile(profile, name), checkNames(accounts, which)];
    }),
  );
}

function checkNames(names: readonly unknown[], where: string): readonly string[] {
  // Not map, which skips holes.
  return Array.from(names, (name, i) => checkProfile(name, `${where}[${String(i)}]`));
}

/** Returns the account of the profile that the options name, if any. */
export function checkAccount(options: unknown, profile: string | undefined): string | undefined {
  const { account } = checkObject(options ?? {}, 'options', ['account']);
  if (account === undefined) return undefined;
  if (profile !== undefined) return checkProfile(account, 'options.account');
  throw invalidArgValue('options.account', 'must come with its profile', account);
}

export function checkAccountType(options: unknown): AccountType {
  const { type = 'other' } = checkObject(options ?? {}, 'options', ['type']);
  const known = accountTypes.find((name) => name === type);
  if (known === undefined) {
    throw invalidArgValue('options.type', `must be one of ${accountTypes.join(', ')}`, type);
  }
  return known;
}

/** Returns the binary's index of the call. */
export function checkCall(call: unknown, calls: readonly string[]): number {
  const index = calls.findIndex((name) => name === call);
  if (index < 0) throw invalidArgValue('call', `must be one of ${calls.join(', ')}`, call);
  return index;
}

export function checkRawNotification(notification: unknown): Record<keyof RawNotification, number> {
  const {
    type,
    mask = offlineMask,
    previous,
    current,
    size = notifySize,
  } = checkObject(notification, 'notification', ['type', 'mask', 'previous', 'current', 'size']);
  const field = (value: unknown, name: string): number =>
    checkInteger(value, `notification.${name}`, 0, largestUlong);
  return {
    type: field(type, 'type'),
    mask: field(mask, 'mask'),
    previous: field(previous, 'previous'),
    current: field(current, 'current'),
    size: field(size, 'size'),
  };
}

export function checkCapabilities(capabilities: unknown): number {
  const { online, offline } = checkObject(capabilities, 'capabilities', ['online', 'offline']);
  if (typeof online !== 'boolean') throw invalidArgType('capabilities.online', 'a boolean', online);
  if (typeof offline !== 'boolean')
    throw invalidArgType('capabilities.offline', 'a boolean', offline);
  return (online ? stateBits.online : 0) | (offline ? stateBits.offline : 0);
}

/** The longest delay of Node's timers. */
const latest = 2 ** 31 - 1;

export function checkSteps(steps: unknown): PlayStep[] {
  if (!Array.isArray(steps)) throw invalidArgType('steps', 'an array', steps);
  // Not map, which skips holes.
  return Array.from(steps, (step: unknown, i) => {
    const name = `steps[${String(i)}]`;
    const properties = ['at', 'profile', 'account', 'state'] as const;
    const { at = 0, profile, account, state } = checkObject(step, name, properties);
    if (typeof at !== 'number') throw invalidArgType(`${name}.at`, 'a number', at);
    if (!(at >= 0 && at <= latest)) {
      throw invalidArgValue(`${name}.at`, `must be from 0 to ${String(latest)} ms`, at);
    }
    return {
      at,
      profile: checkProfile(profile, `${name}.profile`),
      state: checkState(state, `${name}.state`),
      ...(account === undefined ? {} : { account: checkProfile(account, `${name}.account`) }),
    };
  });
}
