import type { ConnectionState, ConnectionStatePhase } from './types.js';

/** Names for the numbers of native/abi/mapioffline.h. The capability bits have the same values. */
export const stateBits = { offline: 1, online: 2 } as const;

/** The state of an object for which Outlook has no Exchange connection, as a record has it. */
export const noExchangeState = 3;

export function nameOfState(state: number): ConnectionState | undefined {
  if (state === stateBits.online) return 'online';
  return state === stateBits.offline ? 'offline' : undefined;
}

/** MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START, …_STATECHANGE, …_DONE, from 1. */
export const phaseNames: readonly ConnectionStatePhase[] = ['start', 'change', 'done'];
export const startPhase = 1;
export const donePhase = 3;
/** A bit in a record's set of phases, which merging keeps. */
export const doneBit = 1 << donePhase;
