/** The messages that an agent publishes and a board reads, as JSON. All are retained. */
export type State = 'online' | 'offline' | 'unknown';

export interface Message {
  readonly state: State;
  /** The reason why the state is unknown. */
  readonly reason?: string | undefined;
  /**
   * When the state began, in milliseconds since 1970, by the machine's clock. The last will has none: the broker sends
   * it, and the agent wrote it when it connected.
   */
  readonly since?: number | undefined;
  /** Outlook's connection mode, where the backend reports it. */
  readonly mode?: string | undefined;
  /**
   * Grows with each message of one machine; see {@link isNewer}. The last will has the number of the message by which
   * the agent reported the same connection to the broker.
   */
  readonly seq: number;
}

const text = new TextDecoder();
const states: readonly unknown[] = ['online', 'offline', 'unknown'] satisfies State[];

export function encode({ state, reason, since, mode, seq }: Message): string {
  return JSON.stringify({ state, reason, since, mode, seq });
}

/** Reads a message; undefined when it is none. Keys that a later version adds are ignored. */
export function decode(payload: Uint8Array | string): Message | undefined {
  let read: unknown;
  try {
    read = JSON.parse(typeof payload === 'string' ? payload : text.decode(payload));
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null) return undefined;
  const { state, reason, since, mode, seq } = read as Record<string, unknown>;
  if (!states.includes(state) || !Number.isSafeInteger(seq)) return undefined;
  return {
    state: state as State,
    ...(typeof reason === 'string' && { reason }),
    ...(Number.isFinite(since) && { since: since as number }),
    ...(typeof mode === 'string' && { mode }),
    seq: seq as number,
  };
}

/** Whether a message replaces the last one of its topic: brokers may repeat a message, and clusters may send a will late. */
export function isNewer(message: Message, last: Message | undefined): boolean {
  if (last === undefined || message.seq > last.seq) return true;
  return message.seq === last.seq && last.state !== 'unknown' && message.state === 'unknown';
}

/** The reasons that agents and boards add to those of rx-outlook. */
export const reasons = {
  /** The broker lost the agent: it was killed, its machine is off, or the network between them is down. */
  gone: 'agent-gone',
  /** The agent was ended on purpose. */
  ended: 'agent-ended',
  /** A board connected again, and heard nothing of the agent. */
  silent: 'agent-silent',
} as const;
