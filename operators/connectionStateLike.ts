import { invalidArgValue } from '../lib/errors.js';
import type { ConnectionState } from '../lib/types.js';

/**
 * What operators take for a connection state: the state itself, or a status that has it, such as
 * `connectionStatus$` emits. Whatever is not `'online'` is not online, `'unknown'` too. A stream that emits anything
 * else has failed: a `TypeError`, `ERR_INVALID_ARG_VALUE`.
 *
 * @public
 */
export type ConnectionStateLike =
  ConnectionState | 'unknown' | { readonly state: ConnectionState | 'unknown' };

/**
 * The connection state in a {@link ConnectionStateLike}: itself, or its `state`.
 *
 * @public
 */
export type StateOf<L extends ConnectionStateLike> = L extends {
  readonly state: infer S extends ConnectionState | 'unknown';
}
  ? S
  : Extract<L, string>;

export function stateOf<L extends ConnectionStateLike>(like: L): StateOf<L> {
  const state: unknown =
    typeof like === 'object' ? (like as { state?: unknown } | null)?.state : like;
  if (state === 'online' || state === 'offline' || state === 'unknown') return state as StateOf<L>;
  const reason = "must be 'online', 'offline' or 'unknown', or an object with such a state";
  throw invalidArgValue('state', reason, like);
}

export function isOnline(like: ConnectionStateLike): boolean {
  return stateOf(like) === 'online';
}
