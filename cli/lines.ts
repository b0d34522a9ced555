import type { ConnectionStatus } from '../lib/types.js';
import { duration } from './duration.js';
import { fullName, type Named, type NamedAccount } from './named.js';
import { visible } from './visible.js';
import { widthOfText } from './width.js';

/** The status of a profile or account, and the one before. */
export interface Change extends ConnectionStatus, Named {
  /** The time of the output, in milliseconds since the epoch. */
  readonly time: number;
  /** The state before, and its duration in milliseconds; `isAtLeast` when its beginning was not seen. */
  readonly before?:
    | {
        readonly state: ConnectionStatus['state'];
        readonly held: number;
        readonly isAtLeast?: boolean;
      }
    | undefined;
}

/** An account that has come, gone, or received another name. */
export interface ListChange extends NamedAccount {
  /** The time of the output, in milliseconds since the epoch. */
  readonly time: number;
  readonly event: 'added' | 'removed' | 'renamed';
  /** The name before, of a renamed account. */
  readonly from?: string | undefined;
}

/** Returns the width of the widest name, in columns of a terminal. */
export function widthOf(profiles: readonly string[]): number {
  return Math.max(0, ...profiles.map((name) => widthOfText(nameOf(name))));
}

/** Formats changes with a column of names as wide as the widest so far, or as one of the first ones. */
export function aligned(
  first: readonly string[] = [],
  showsBackend = false,
): (change: Change | ListChange, skipped: number) => string {
  let width = widthOf(first);
  return (change, skipped) => {
    width = Math.max(width, widthOf([fullName(change)]));
    return plainLine(change, { width, skipped, showsBackend });
  };
}

/**
 * Formats a change for readers. `skipped`: the number of lines about this profile or account that were
 * omitted before it. `showsBackend`: whether it names the backend that answered.
 */
export function plainLine(
  change: Change | ListChange,
  { width = 0, skipped = 0, showsBackend = false } = {},
): string {
  const name = nameOf(fullName(change));
  const padding = ' '.repeat(Math.max(0, width - widthOfText(name)));
  const columns = [
    localTime(change.time),
    `${name}${padding}`,
    ('event' in change ? change.event : change.state).padEnd(7),
    ...('event' in change ? notesOfList(change) : notesOfState(change, showsBackend)),
    ...(skipped === 0 ? [] : [`(${String(skipped)} changes before it not shown)`]),
  ];
  return columns.join('  ').trimEnd();
}

function notesOfList({ from }: ListChange): string[] {
  return from === undefined ? [] : [`from ${nameOf(from)}`];
}

function notesOfState({ state, reason, before, backend }: Change, showsBackend: boolean): string[] {
  return [
    ...(reason === undefined ? [] : [`(${reason})`]),
    ...(backend === undefined || !showsBackend ? [] : [`by ${backend}`]),
    ...(before === undefined || before.state === state ? [] : [`after ${heldFor(before)}`]),
  ];
}

export function jsonLine(change: Change | ListChange, skipped = 0): string {
  const { time, profile, account } = change;
  return JSON.stringify({
    time: new Date(time).toISOString(),
    profile,
    account,
    ...('event' in change ? fieldsOfList(change) : fieldsOfState(change)),
    ...(skipped === 0 ? {} : { skipped }),
  });
}

/** Returns a copy in the order in which the keys are written. */
function fieldsOfState({ state, reason, since, backend }: Change): object {
  return { state, reason, since, backend };
}

function fieldsOfList({ event, from }: ListChange): object {
  return { event, from };
}

/** Formats the local time of day, with milliseconds. */
export function localTime(time: number): string {
  const shifted = time - new Date(time).getTimezoneOffset() * 60_000;
  return new Date(shifted).toISOString().slice(0, -1).replace('T', ' ');
}

/** Formats a name on one line, whatever its characters, with its blanks. */
export function nameOf(profile: string): string {
  const isPlain =
    visible(profile) === profile && profile.trim() === profile && !profile.startsWith('"');
  return isPlain ? profile : visible(JSON.stringify(profile));
}

function heldFor({ state, held, isAtLeast = false }: NonNullable<Change['before']>): string {
  return `${isAtLeast ? 'at least ' : ''}${shortly(held)} ${state}`;
}

function shortly(milliseconds: number): string {
  return milliseconds < 1_000 ? `${String(milliseconds)}ms` : duration(milliseconds);
}
