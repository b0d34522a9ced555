import type { ConnectionStatus } from '../lib/types.js';
import { duration } from './duration.js';
import { visible } from './visible.js';

/** What a line is about: a profile's status, and the one it had before. */
export interface Change extends ConnectionStatus {
  /** When it is told, in milliseconds since the epoch. */
  readonly time: number;
  readonly profile: string;
  /** The state before, and how long it held, in milliseconds. */
  readonly before?:
    { readonly state: ConnectionStatus['state']; readonly held: number } | undefined;
}

/** As a column of names is wide. */
export function widthOf(profiles: readonly string[]): number {
  return Math.max(0, ...profiles.map((name) => nameOf(name).length));
}

export function plainLine({ time, profile, state, reason, before }: Change, width = 0): string {
  const notes = [
    ...(reason === undefined ? [] : [`(${reason})`]),
    ...(before === undefined || before.state === state
      ? []
      : [`after ${shortly(before.held)} ${before.state}`]),
  ];
  const columns = [localTime(time), nameOf(profile).padEnd(width), state.padEnd(7), ...notes];
  return columns.join('  ').trimEnd();
}

export function jsonLine({ time, profile, state, reason, since }: Change): string {
  return JSON.stringify({ time: new Date(time).toISOString(), profile, state, reason, since });
}

/** For who looks on: the clock on the wall, with milliseconds. */
export function localTime(time: number): string {
  const shifted = time - new Date(time).getTimezoneOffset() * 60_000;
  return new Date(shifted).toISOString().slice(0, -1).replace('T', ' ');
}

/** On one line, whatever it is made of. */
export function nameOf(profile: string): string {
  return visible(profile) === profile ? profile : visible(JSON.stringify(profile));
}

function shortly(milliseconds: number): string {
  return milliseconds < 1_000 ? `${String(milliseconds)}ms` : duration(milliseconds);
}
