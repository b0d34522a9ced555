import type { Inbox } from './inbox.js';
import { inMilliseconds } from './usersTime.js';

/**
 * Calls `expired` unless it is cancelled within `timeout` milliseconds.
 *
 * The timer alone proves nothing: JavaScript may have been busy for so long that the answer waits in the
 * queue. So every record that has arrived is delivered first. Does not keep the event loop alive.
 */
export function deadline(inbox: Inbox, timeout: number, expired: () => void): () => void {
  let cancelled = false;
  const expire = (): void => {
    if (!cancelled) expired();
  };
  const cancel = inMilliseconds(timeout, () => {
    try {
      inbox.fence(expire);
    } catch {
      expire(); // the answer may be in the queue, but there is no memory to read it
    }
  });
  return () => {
    cancelled = true;
    cancel();
  };
}
