import type { ConnectionStatus } from '../lib/types.js';
import { duration } from './duration.js';
import { visible } from './visible.js';
import { widthOfText } from './width.js';

/** A profile's status, and the one before. */
export interface Change extends ConnectionStatus {
  /** The time of the output, in milliseconds since the epoch. */
  readonly time: number;
  readonly profile: string;
  /** The state before, and its duration in milliseconds; `isAtLeast` when its beginning was not seen. */
  readonly before?:
    | {
        readonly state: ConnectionStatus['state'];
        readonly held: number;
        readonly isAtLeast?: boolean;
      }
    | undefined;
}

/** Returns the width of the widest name, in columns of a terminal. */
export function widthOf(profiles: readonly string[]): number {
  return Math.max(0, ...profiles.map((name) => widthOfText(nameOf(name))));
}

/**
 * Formats a change for readers. `skipped`: the number of lines about this profile that were omitted before
 * it.
 */
export function plainLine(
  { time, profile, state, reason, before }: Change,
  { width = 0, skipped = 0 } = {},
): string {
  const name = nameOf(profile);
  const notes = [
    ...(reason === undefined ? [] : [`(${reason})`]),
    ...(before === undefined || before.state === state ? [] : [`after ${heldFor(before)}`]),
    ...(skipped === 0 ? [] : [`(${String(skipped)} changes before it not shown)`]),
  ];
  const padding = ' '.repeat(Math.max(0, width - widthOfText(name)));
  const columns = [localTime(time), `${name}${padding}`, state.padEnd(7), ...notes];
  return columns.join('  ').trimEnd();
}

export function jsonLine({ time, profile, state, reason, since }: Change, skipped = 0): string {
  return JSON.stringify({
    time: new Date(time).toISOString(),
    profile,
    state,
    reason,
    since,
    ...(skipped === 0 ? {} : { skipped }),
  });
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
