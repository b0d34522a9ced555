import type { ConnectionStatesSummary } from 'rx-outlook';
import type { State } from './history.js';

/** One account's new state, and the overall state. */
export interface Change {
  readonly time: string;
  readonly account: string;
  readonly state: State;
  readonly overall: ConnectionStatesSummary['overall'];
}

/** Returns the changes from one summary to the next; before the first one, every state was unknown. */
export function changes(
  before: ConnectionStatesSummary | undefined,
  { states, overall }: ConnectionStatesSummary,
  now: number,
): Change[] {
  const time = new Date(now).toISOString();
  return [...states]
    .filter(([account, state]) => state !== (before?.states.get(account) ?? 'unknown'))
    .map(([account, state]) => ({ time, account, state, overall }));
}

export function plainLine({ time, account, state, overall }: Change): string {
  return `${time} ${account} ${state} (together ${overall})`;
}

export function jsonLine(change: Change): string {
  return JSON.stringify(change);
}
