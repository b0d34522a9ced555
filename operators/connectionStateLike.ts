import { invalidArgValue } from '../lib/errors.js';
import type { ConnectionState } from '../lib/types.js';

/**
 * The input of operators: a connection state, or a status that has one, as `connectionStatus$` emits. Every
 * state except `'online'` counts as not online, `'unknown'` included. Any other value is an error of the
 * stream: a `TypeError`, `ERR_INVALID_ARG_VALUE`.
 *
 * @public
 */
export type ConnectionStateLike =
  ConnectionState | 'unknown' | { readonly state: ConnectionState | 'unknown' };

/**
 * The connection state of a {@link ConnectionStateLike}: itself, or its `state`.
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
