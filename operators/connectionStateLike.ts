import type { ConnectionState } from '../lib/types.js';

/**
 * What operators take for a connection state: the state itself, or a status that has it, such as
 * `connectionStatus$` emits. Whatever is not `'online'` is not online, `'unknown'` too.
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
  return (typeof like === 'string' ? like : like.state) as StateOf<L>;
}

export function isOnline(like: ConnectionStateLike): boolean {
  return stateOf(like) === 'online';
}
